import { isDeepStrictEqual } from "node:util";
import type { Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { featuresOf, refuseFeatures } from "./features/attached";
import type { StateRow } from "./repository/endpoints";
import { insertState, type NewVariant, variantNumber } from "./repository/states";
import type { Answering, StateView, Sticky, VariantInput } from "./schema";
import { slotsOf } from "./split/slots";
import { ONLY_VARIANT, SLOTS } from "./values";
import { refuseMissing, textOf, variantOf } from "./variant";

type Named = NewVariant & { percent: number; pointer: string };
export type Wanted = {
  variants: Named[];
  sticky: Sticky | null;
  shadow: Named | null;
  features: StateRow["features"];
};

/** What is to answer; null for what a change leaves as it is. Throws InvalidError. */
export function wantedState(input: Answering, before: StateRow | null): Wanted | null {
  const { variant, variants, sticky = before?.sticky ?? null } = input;
  if (variant && variants)
    throw InvalidError.field(
      "/variants",
      "Send variant, which is the only one then, or variants with their percents.",
      because("one_of_variants"),
    );
  if (!variant && !variants && !before)
    throw InvalidError.field(
      "/variant",
      "What answers is missing: send variant, or variants.",
      because("required"),
    );
  if (sticky) refuseHeader(sticky);
  const named = variant
    ? [{ ...variantOf(variant), name: ONLY_VARIANT, percent: SLOTS, pointer: "/variant" }]
    : variants?.map((one, at) => namedOf(one, `/variants/${at}`));
  if (named) refuseTotal(named);
  const wanted = {
    variants: named ?? (before ? sharesOf(before) : []),
    sticky,
    shadow: shadowOf(input.shadow, before),
    features: featuresOf(input, before?.features ?? null),
  };
  refuseTwice(wanted);
  return before && isSame(wanted, before) ? null : wanted;
}

/** Writes it, with variants that are new. Returns its number. The endpoint is locked. */
export async function writeState(
  sql: Sql,
  id: string,
  { variants, sticky, shadow, features }: Wanted,
  before: StateRow | null,
  by: string,
): Promise<number> {
  const numbers = new Map<string, number>();
  for (const one of shadow ? [...variants, shadow] : variants) {
    await refuseMissing(sql, one, one.pointer);
    numbers.set(one.name, await variantNumber(sql, id, one, by));
  }
  if (features) await refuseFeatures(sql, features);
  const numberOf = (name: string) => numbers.get(name) ?? 0;
  const names = new Map(before?.variants.map(({ number, name }) => [number, name]));
  const slots = slotsOf(before?.slots.map((number) => names.get(number) ?? "") ?? [], variants);
  const made = {
    slots: slots.map(numberOf),
    sticky,
    features,
    shadow: shadow && { number: numberOf(shadow.name), percent: shadow.percent },
  };
  return insertState(sql, id, made, by);
}

export const stateView = ({ variants, slots, sticky, shadow, features }: StateRow): StateView => ({
  variants: variants
    .map((variant) => ({ ...variant, percent: slots.filter((slot) => slot === variant.number).length }))
    .sort((one, other) => other.percent - one.percent),
  sticky,
  shadow,
  feature_service: features?.service ?? null,
  feature_fallback: features?.fallback ?? null,
});

const namedOf = (input: VariantInput & { name: string; percent: number }, pointer: string): Named => ({
  ...variantOf(input),
  name: input.name,
  percent: input.percent,
  pointer,
});

function shadowOf(input: Answering["shadow"], before: StateRow | null): Named | null {
  if (input) return namedOf(input, "/shadow");
  return input === null || !before?.shadow ? null : { ...before.shadow, pointer: "/shadow" };
}

const sharesOf = (state: StateRow): Named[] =>
  stateView(state).variants.map((variant) => ({ ...variant, pointer: "/variants" }));

function isSame(wanted: Wanted, before: StateRow): boolean {
  const textOfAll = (variants: Named[], shadow: Named | null) =>
    JSON.stringify([variants.map(shareText).sort(), shadow && shareText(shadow)]);
  return (
    textOfAll(wanted.variants, wanted.shadow) === textOfAll(sharesOf(before), shadowOf(undefined, before)) &&
    wanted.sticky?.by === before.sticky?.by &&
    wanted.sticky?.name === before.sticky?.name &&
    isDeepStrictEqual(wanted.features, before.features)
  );
}

const shareText = (one: Named) => `${one.name}=${textOf(one)}:${one.percent}`;

function refuseTotal(variants: readonly Named[]): void {
  const total = variants.reduce((sum, { percent }) => sum + percent, 0);
  if (total !== SLOTS)
    throw InvalidError.field(
      "/variants",
      `The percents add up to ${total}. Let them add up to ${SLOTS}.`,
      because("percent_total", { total }),
    );
}

function refuseTwice({ variants, shadow }: Wanted): void {
  const all = shadow ? [...variants, shadow] : variants;
  for (const [at, { name, pointer }] of all.entries())
    if (all.findIndex((other) => other.name === name) !== at)
      throw InvalidError.field(
        `${pointer}/name`,
        `There are two variants ${JSON.stringify(name)}. Give one another name.`,
        because("duplicate", { name }),
      );
}

/** What proves who asks is no key: it changes, and is nobody's business here. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);
const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function refuseHeader({ by, name }: Sticky): void {
  if (by !== "header" || (TOKEN.test(name) && !SECRET_HEADERS.has(name.toLowerCase()))) return;
  throw InvalidError.field(
    "/sticky/name",
    `${JSON.stringify(name)} is no header that holds a key. Name another one, such as X-User-Id.`,
    because("sticky_header", { name }),
  );
}
