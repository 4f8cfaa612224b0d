import { describedModel } from "@/lib/experiments";
import { findVersion, type VersionView } from "@/lib/models";
import { poolSql, type Sql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { hotWrite, read } from "@/lib/verbs";
import { findTrust, putTrust, removeTrust, type TrustRow } from "./repository/trust";
import { digestOf } from "./runtime/python/model-folder";
import { isCode } from "./runtime/served-file";
import { type TrustView, VersionOfModel } from "./schema";

/** Whether a version of a model executes code when it is loaded, and who trusts it. */
export const readTrust = read("models:read", VersionOfModel, async (ctx, { name, version }) => {
  const sql = poolSql(ctx.db.pool);
  const found = await there(sql, name, version);
  return trustView(await findTrust(sql, found), found, await executesCode(ctx, found));
});

/** Trusts the files that the version has at this moment: with others it is not loaded. */
export const trustModel = hotWrite("models:manage", VersionOfModel, async ({ sql, ctx, input, audit }) => {
  const found = await there(sql, input.name, input.version);
  if (!(await executesCode(ctx, found)))
    throw new ConflictError(
      "The version executes no code: it is served without trust, or has no flavor python_function.",
    );
  const digest = await digestOf(ctx, found.storageLocation);
  const before = trustView(await findTrust(sql, found), found, true);
  await putTrust(sql, found, { storageLocation: found.storageLocation, digest, by: ctx.actor.id });
  const after = trustView(await findTrust(sql, found), found, true);
  return audit("model_version.trust", { target: target(found), before, after }, after);
});

export const distrustModel = hotWrite(
  "models:manage",
  VersionOfModel,
  async ({ sql, input, audit, unchanged }) => {
    const found = await there(sql, input.name, input.version);
    const before = await findTrust(sql, found);
    if (!before || !(await removeTrust(sql, found))) return unchanged(undefined);
    return audit(
      "model_version.distrust",
      { target: target(found), before: trustView(before, found, true) },
      undefined,
    );
  },
);

async function there(sql: Sql, name: string, version: number): Promise<VersionView> {
  const found = await findVersion(sql, name, version);
  if (!found) throw new NotFoundError("model version", `${name}/${version}`);
  return found;
}

async function executesCode(ctx: Parameters<typeof describedModel>[0], { storageLocation }: VersionView) {
  const described = await describedModel(ctx, storageLocation);
  return described !== null && isCode(described);
}

const target = ({ name, version }: VersionView) => ({ type: "model_version", id: `${name}/${version}` });

/** Trust in what lay at another address is none. */
function trustView(
  row: TrustRow | null,
  { storageLocation }: VersionView,
  executes_code: boolean,
): TrustView {
  const held = row?.storageLocation === storageLocation ? row : null;
  return {
    executes_code,
    is_on: env().GWANJE_MODEL_PYTHON !== undefined,
    trusted: held && { digest: held.digest, by: held.by, at: held.at.toISOString() },
  };
}
