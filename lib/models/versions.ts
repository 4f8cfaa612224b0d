import { findOrigin, findSourceRun, noteModelVersion } from "@/lib/experiments";
import { isRunId, lastOfEach } from "@/lib/experiments/values";
import { poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { lockedVersion, thereModel, thereVersion, versionTarget } from "./found";
import { refuseInUse } from "./in-use";
import { insertAliasChange } from "./repository/alias-changes";
import { endpointsOfVersion } from "./repository/endpoints";
import { withdrawWaiting } from "./repository/promotions";
import { liveAliases, removeVersionTag, writeVersionTags } from "./repository/tags";
import {
  archiveOthers,
  describeVersion,
  findVersion,
  insertVersion,
  removeVersion,
  setStage,
  takeNumber,
} from "./repository/versions";
import {
  CreateVersionInput,
  DeleteVersionTagInput,
  MoveVersionInput,
  SetVersionTagInput,
  UpdateVersionInput,
  VersionRef,
} from "./schema";
import { parseSource, type Source } from "./source";
import { ACTIVE_STAGES } from "./values";
import { announce } from "./webhooks/announce";

export const getVersion = read("models:read", VersionRef, async (ctx, { name, version }) =>
  thereVersion(await findVersion(poolSql(ctx.db.pool), name, version), name, version),
);

/** Numbers go up by one, also with many writers at once, and none is given twice. */
export const createVersion = hotWrite(
  "models:write",
  CreateVersionInput,
  async ({ sql, ctx, input, audit, event }) => {
    const { name, source, run_link: runLink, description = null } = input;
    const given = runIdOf(input.run_id);
    // Clients of MLflow 3 name the logged model and leave its run to the server.
    const runId = given ?? (await findSourceRun(sql, input.logged_model_id ?? ""));
    const storageLocation = await locate(sql, source, parseSource(input));
    const { id, version } = thereModel(await takeNumber(sql, name), name);
    const made = { source, storageLocation, runId, runLink, description, createdBy: ctx.actor.id };
    await insertVersion(sql, { modelId: id, version, ...made });
    const tags = lastOfEach(input.tags);
    if (tags.length > 0) await writeVersionTags(sql, id, version, tags);
    const now = ctx.clock.now().getTime();
    if (input.logged_model_id) await noteModelVersion(sql, input.logged_model_id, { name, version }, now);
    const view = thereVersion(await findVersion(sql, name, version), name, version);
    event({ topic: "model", id: name });
    await announce(sql, ctx, "model_version.created", { model: name, version });
    return audit(
      "model_version.create",
      { target: versionTarget(name, version), after: { source, run_id: runId, description } },
      view,
    );
  },
);

/** An update without a description clears it. */
export const updateVersion = hotWrite(
  "models:write",
  UpdateVersionInput,
  async ({ sql, input, audit, event }) => {
    const { name, version, description = null } = input;
    event({ topic: "model", id: input.name });
    const { model, before } = await lockedVersion(sql, input);
    await describeVersion(sql, model.id, version, description);
    const view = thereVersion(await findVersion(sql, name, version), name, version);
    const change = { before: { description: before.description }, after: { description } };
    return audit("model_version.update", { target: versionTarget(name, version), ...change }, view);
  },
);

/** Refused while an alias that is in use stands for it, or an endpoint answers with it; other aliases go with it. */
export const deleteVersion = hotWrite(
  "models:write",
  VersionRef,
  async ({ sql, ctx, input, audit, event }) => {
    const { name, version } = input;
    const { model, before } = await lockedVersion(sql, input);
    const aliases = await liveAliases(sql, model.id, version);
    const endpoints = await endpointsOfVersion(sql, { model: name, version });
    refuseInUse("delete", `version ${version} of ${name}`, { aliases, endpoints });
    for (const alias of before.aliases)
      await insertAliasChange(sql, {
        modelId: model.id,
        alias,
        from: version,
        to: null,
        kind: "version_deleted",
        reason: "",
        by: ctx.actor,
      });
    await withdrawWaiting(sql, model.id, version, ctx.actor);
    await removeVersion(sql, model.id, version);
    event({ topic: "model", id: name });
    return audit("model_version.delete", { target: versionTarget(name, version), before }, undefined);
  },
);

/** Others of the stage are archived when that is asked for, which only Staging and Production know. */
export const moveVersion = hotWrite(
  "models:write",
  MoveVersionInput,
  async ({ sql, ctx, input, audit, event }) => {
    const { name, version, stage, archive_existing } = input;
    event({ topic: "model", id: input.name });
    if (archive_existing && !ACTIVE_STAGES.has(stage)) throw nothingToArchive(stage);
    const { model, before } = await lockedVersion(sql, input);
    const archived = archive_existing ? await archiveOthers(sql, model.id, version, stage) : [];
    await setStage(sql, model.id, version, stage);
    if (stage !== before.stage)
      await announce(sql, ctx, "model_version.stage_changed", { model: name, version, stage });
    const view = thereVersion(await findVersion(sql, name, version), name, version);
    return audit(
      "model_version.move",
      {
        target: versionTarget(name, version),
        before: { stage: before.stage },
        after: { stage },
        ...(archived.length > 0 && { detail: { archived } }),
      },
      view,
    );
  },
);

export const setVersionTag = hotWrite(
  "models:write",
  SetVersionTagInput,
  async ({ sql, input, audit, event }) => {
    const { name, version, key, value } = input;
    event({ topic: "model", id: input.name });
    const { model } = await lockedVersion(sql, input);
    await writeVersionTags(sql, model.id, version, [{ key, value }]);
    const after = { key, value };
    return audit("model_version.tag", { target: versionTarget(name, version), after }, undefined);
  },
);

/** One that is not there is no error, as MLflow has it. */
export const deleteVersionTag = hotWrite(
  "models:write",
  DeleteVersionTagInput,
  async ({ sql, input, audit, unchanged, event }) => {
    const { name, version, key } = input;
    event({ topic: "model", id: name });
    const { model } = await lockedVersion(sql, input);
    if (!(await removeVersionTag(sql, model.id, version, key))) return unchanged(undefined);
    return audit("model_version.untag", { target: versionTarget(name, version), before: { key } }, undefined);
  },
);

export function runIdOf(runId: string | undefined): string | null {
  if (!runId) return null;
  if (isRunId(runId)) return runId;
  throw InvalidError.field(
    "/run_id",
    "run_id must be the id of a run.",
    because("invalid_format", { format: "32 hexadecimal digits" }),
  );
}

/** Where the files lie for good: what a source names may get another name. */
export async function locate(sql: Sql, given: string, source: Source): Promise<string> {
  if (source.kind === "none") return given;
  if (source.kind === "version") {
    const { name, version } = source;
    return thereVersion(await findVersion(sql, name, version), name, version).storageLocation;
  }
  const root = await findOrigin(sql, source);
  if (root === null) {
    const isRun = source.kind === "run";
    throw new NotFoundError(isRun ? "run" : "logged model", isRun ? source.runId : source.modelId);
  }
  return source.path === "" ? root : `${root}/${source.path}`;
}

function nothingToArchive(stage: string): InvalidError {
  return InvalidError.field(
    "/archive_existing_versions",
    `archive_existing_versions goes with Staging and Production, not with ${stage}.`,
    because("invalid_value", { allowed: [...ACTIVE_STAGES].join(", ") }),
  );
}
