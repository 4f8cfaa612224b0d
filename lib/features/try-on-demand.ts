import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { readFeatureValue } from "./online/feature-value";
import { unknownName } from "./refusals";
import { refuseComputed } from "./refuse-computed";
import { OnDemandTrial } from "./schema";

/** What the expressions give for one row of values. Nothing is stored; what is left out is null. */
export const tryOnDemandView = read("features:read", OnDemandTrial, async (ctx, { values, ...computed }) => {
  const { inputs, features } = await refuseComputed(poolSql(ctx.db.pool), computed);
  const given = new Map(Object.entries(values));
  const names = inputs.map(({ name }) => name);
  for (const name of given.keys())
    if (!names.includes(name)) throw unknownName(`/values/${name}`, "input", name, names);
  const row = inputs.map(({ name, type }) => {
    const found = readFeatureValue(type, given.get(name) ?? null);
    // The guarantee: the type of an input has no items.
    if ("value" in found) return found.value as string | number | boolean | null;
    throw InvalidError.field(
      `/values/${name}`,
      `${name} is ${type}, and ${found.problem}.`,
      because("invalid_type", { expected: type }),
    );
  });
  return {
    data: features.map(({ name, compute }, at) => {
      const result = compute(row);
      const type = computed.features[at]?.type ?? "STRING";
      return "value" in result
        ? { name, type, value: result.value, problem: null }
        : { name, type, value: null, problem: result.problem };
    }),
  };
});
