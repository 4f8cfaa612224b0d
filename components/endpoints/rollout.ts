import type { EndpointView } from "@/lib/endpoints/schema";
import { ONLY_VARIANT, SHADOW_VARIANT } from "@/lib/endpoints/values";
import { joinBody, joinOf, type TypedJoin } from "./joined";
import { type Remote, remoteInput, type Standing, standingOf, variantInput } from "./standing";

/** A variant as it is typed; `id` tells rows apart while their names change. */
export type TypedVariant = {
  id: number;
  name: string;
  model: string;
  standing: Standing;
  percent: string;
  remote: Remote | null;
};
export type TypedSticky = { by: "none" | "column" | "header" | "parameter"; name: string };
export type Rollout = {
  variants: TypedVariant[];
  shadow: TypedVariant | null;
  sticky: TypedSticky;
  join: TypedJoin;
};

type Answering = Pick<
  EndpointView,
  "variants" | "shadow" | "sticky" | "feature_service" | "feature_fallback"
>;

export function rolloutOf({ variants, shadow, sticky, ...joined }: Answering): Rollout {
  return {
    variants: variants.map((variant, id) => typed(variant, id)),
    shadow: shadow && typed(shadow, -1),
    sticky: sticky ?? { by: "none", name: "" },
    join: joinOf(joined),
  };
}

function typed(variant: EndpointView["variants"][number], id: number): TypedVariant {
  const { name, model, percent, remote } = variant;
  return { id, name, model, standing: standingOf(variant), percent: String(percent), remote };
}

/** One more variant of the same model, which takes a tenth from the largest. */
export function withCanary({ variants, ...rest }: Rollout): Rollout {
  const id = Math.max(-1, ...variants.map((one) => one.id)) + 1;
  const largest = variants.toSorted((one, other) => Number(other.percent) - Number(one.percent))[0];
  const model = largest && !largest.remote ? largest.model : "";
  const share = Math.min(10, Math.max(0, Number(largest?.percent ?? 0) - 1));
  const taken = variants.map((one) =>
    one === largest ? { ...one, percent: String(Number(one.percent) - share) } : one,
  );
  const name = freeName("canary", variants);
  return {
    ...rest,
    variants: [...taken, { id, name, model, standing: "", percent: String(share), remote: null }],
  };
}

/** What a variant had goes to the first of the others. */
export function withoutVariant({ variants, ...rest }: Rollout, id: number): Rollout {
  const gone = variants.find((one) => one.id === id);
  const left = variants.filter((one) => one.id !== id);
  const given = (Number(gone?.percent) || 0) + (Number(left[0]?.percent) || 0);
  return {
    ...rest,
    variants: left.map((one, at) => (at === 0 ? { ...one, percent: String(given) } : one)),
  };
}

export function withShadow(rollout: Rollout): Rollout {
  const model = rollout.variants.find(({ remote }) => !remote)?.model ?? "";
  return {
    ...rollout,
    shadow: { id: -1, name: SHADOW_VARIANT, model, standing: "", percent: "100", remote: null },
  };
}

/** Null where a percent is no number. */
export function totalOf(variants: readonly TypedVariant[]): number | null {
  const percents = variants.map(({ percent }) =>
    /^\d{1,3}$/.test(percent.trim()) ? Number(percent) : Number.NaN,
  );
  const total = percents.reduce((sum, percent) => sum + percent, 0);
  return Number.isNaN(total) ? null : total;
}

/** As the API takes it; null while something is not chosen. */
export function rolloutBody({ variants, shadow, sticky, join }: Rollout) {
  const inputs = variants.map((one) => inputOf(one));
  const shadowInput = shadow && inputOf(shadow);
  if (inputs.includes(null) || (shadow && !shadowInput)) return null;
  const [only] = variants;
  const alone = inputs.length === 1 && only?.name === ONLY_VARIANT ? standsFor(only) : null;
  return {
    ...(alone ? { variant: alone } : { variants: inputs }),
    shadow: shadowInput,
    sticky: sticky.by === "none" ? null : { by: sticky.by, name: sticky.name.trim() },
    ...joinBody(join),
  };
}

const standsFor = ({ remote, model, standing }: TypedVariant) =>
  remote ? remoteInput(remote) : variantInput(model, standing);

function inputOf(variant: TypedVariant) {
  const { name, percent } = variant;
  const input = standsFor(variant);
  return input && { ...input, name: name.trim(), percent: Number(percent) };
}

function freeName(wanted: string, variants: readonly TypedVariant[]): string {
  const taken = new Set(variants.map(({ name }) => name));
  const numbered = variants.map((_, at) => `${wanted}-${at + 2}`);
  return [wanted, ...numbered].find((name) => !taken.has(name)) ?? wanted;
}
