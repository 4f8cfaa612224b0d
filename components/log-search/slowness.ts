import type { ReadSearch } from "@/lib/log-records/values";

type Query = NonNullable<ReadSearch["query"]>;
export type Slowness = "no_service" | "short_text" | "regex" | "excludes_only" | "compares" | "range";

/** An index of texts knows parts of three characters. */
const INDEXED_CHARACTERS = 3;

/** Why a search takes long, in the order of what helps most. Each has an advice. */
export function slowness(query: Query | null): Slowness[] {
  const terms = query === null ? [] : termsOf(query);
  const has = (what: (term: Term) => boolean) => terms.some(what);
  const reasons: [Slowness, boolean][] = [
    ["no_service", !has(({ field, isOut }) => field !== null && SERVICE.has(field) && !isOut)],
    ["short_text", has(isShort)],
    ["regex", has(({ match }) => match.kind === "regex")],
    ["excludes_only", terms.length > 0 && terms.every(({ isOut }) => isOut)],
    [
      "compares",
      has(({ field, match }) => match.kind === "compare" && field !== "level" && field !== "time"),
    ],
    // This always helps.
    ["range", true],
  ];
  return reasons.flatMap(([reason, is]) => (is ? [reason] : []));
}

const SERVICE = new Set(["service", "service.name"]);

type Term = Extract<Query, { kind: "term" }> & { isOut: boolean };

function termsOf(query: Query, isOut = false): Term[] {
  if (query.kind === "term") return [{ ...query, isOut }];
  if (query.kind === "not") return termsOf(query.part, !isOut);
  return query.parts.flatMap((part) => termsOf(part, isOut));
}

function isShort({ field, match }: Term): boolean {
  if (match.kind !== "text" || (field !== null && field !== "message")) return false;
  return match.pieces.every((piece) => piece.length < INDEXED_CHARACTERS);
}
