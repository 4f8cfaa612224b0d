import { forbidden, type Permission } from "@/lib/audit";
import { objectPlace } from "@/lib/features";
import { enqueueLongJob } from "@/lib/long-jobs";
import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { type HotWriteArgs, hotWrite } from "@/lib/verbs";
import { inputsOfSample } from "../live";
import { profileOf } from "../profile-values";
import {
  findEndpointId,
  findReference,
  type NewReference,
  removeReference,
  writeReference,
} from "../repository/reference";
import { samplePredictions } from "../repository/sample";
import { EndpointRef, type ReferenceInput, SetReferenceInput } from "../schema";
import { LIMITS } from "../values";
import { dataKey, keptProfile } from "./kept-profile";
import { PROFILE } from "./profile-job";
import { referenceOf } from "./reference";

type Args = HotWriteArgs<{ endpoint: string; reference: ReferenceInput }>;
type Made = Omit<NewReference, "endpointId" | "setBy">;

/** A window, and a training set whose profile was kept, are there at once; all else is counted by a long job. */
export const setReference = hotWrite("endpoints:write", SetReferenceInput, async (args) => {
  const { sql, ctx, input, audit } = args;
  const endpointId = await there(sql, input.endpoint);
  const before = await findReference(sql, endpointId);
  const made = await madeOf(args);
  await writeReference(sql, { ...made, endpointId, setBy: ctx.actor.name });
  const after = await findReference(sql, endpointId);
  if (!after) throw new Error("A reference was not written");
  const named = (row: Pick<Made, "kind" | "source">) => ({ kind: row.kind, source: row.source });
  return audit(
    "endpoint.set_reference",
    { target: target(input.endpoint), ...(before && { before: named(before) }), after: named(made) },
    { reference: referenceOf(after).view },
  );
});

export const deleteReference = hotWrite(
  "endpoints:write",
  EndpointRef,
  async ({ sql, input, audit, unchanged }) => {
    const endpointId = await there(sql, input.endpoint);
    const before = await findReference(sql, endpointId);
    if (!before) return unchanged(undefined);
    await removeReference(sql, endpointId);
    const { kind, source } = before;
    return audit(
      "endpoint.remove_reference",
      { target: target(input.endpoint), before: { kind, source } },
      undefined,
    );
  },
);

const target = (id: string) => ({ type: "endpoint", id });

async function there(sql: Sql, endpoint: string): Promise<string> {
  const id = await findEndpointId(sql, endpoint);
  if (id === null) throw new NotFoundError("endpoint", endpoint);
  return id;
}

function madeOf(args: Args): Promise<Made> {
  const { ctx, input } = args;
  const { reference } = input;
  if ("training_set" in reference) return ofTrainingSet(args, reference.training_set);
  if ("path" in reference) {
    needs(ctx, "artifacts:read");
    return ofFile(args, { kind: "file", source: reference.path, path: reference.path });
  }
  return ofWindow(args, reference);
}

/** The caller must be allowed to read the reference. */
function needs(ctx: Ctx, permission: Permission): void {
  if (!ctx.actor.permissions.has(permission)) throw forbidden(ctx.actor, permission);
}

async function ofTrainingSet(args: Args, id: string): Promise<Made> {
  const { ctx } = args;
  needs(ctx, "features:read");
  const profile = await keptProfile(ctx, id);
  if (profile)
    return { kind: "training_set", source: id, jobId: null, rows: profile.rows, columns: profile.columns };
  if (!(await ctx.storage.head(dataKey(id))))
    throw InvalidError.field(
      "/training_set",
      `There is no training set ${JSON.stringify(id)}. Its id is that of the long job that made it.`,
      because("not_there", { kind: "training_set", id }),
    );
  return ofFile(args, {
    kind: "training_set",
    source: id,
    path: `s3://${ctx.storage.bucket}/${dataKey(id)}`,
  });
}

async function ofFile(
  { ctx, input, audit: _, unchanged: __, ...rest }: Args,
  { kind, source, path }: { kind: "file" | "training_set"; source: string; path: string },
): Promise<Made> {
  const { key } = objectPlace(path, ctx.storage.bucket, "/path");
  const [, format] = /\.(parquet|csv)$/.exec(key) ?? [];
  if (format !== "parquet" && format !== "csv")
    throw InvalidError.field(
      "/path",
      "must end with .parquet or .csv",
      because("invalid_format", { format: "file" }),
    );
  if (!(await ctx.storage.head(key)))
    throw InvalidError.field(
      "/path",
      `There is no object ${path}.`,
      because("not_there", { kind: "object", id: path }),
    );
  const job = await enqueueLongJob(PROFILE, { ...rest, ctx }, { endpoint: input.endpoint, path, format });
  return { kind, source, jobId: job.id, rows: null, columns: null };
}

/** Of the endpoint's own predictions: all of them, or a sample. */
async function ofWindow({ sql, input }: Args, { from, to }: { from: string; to: string }): Promise<Made> {
  if (Date.parse(from) >= Date.parse(to))
    throw InvalidError.field(
      "/from",
      "must be before to",
      because("invalid_value", { allowed: "a time before to" }),
    );
  const sample = await samplePredictions(sql, { endpoint: input.endpoint, variant: null, from, to });
  const { inputs, rows } = inputsOfSample(sample.kept);
  if (rows === 0)
    throw new ConflictError(
      `The log has no answered prediction of ${input.endpoint} between ${from} and ${to}. Choose another window.`,
    );
  const columns = [...inputs].slice(0, LIMITS.inputs).map(([name, { values }]) => profileOf(name, values));
  return { kind: "window", source: `${from}/${to}`, jobId: null, rows, columns };
}
