import { completionAt } from "@/lib/log-records/values";
import { LEVELS } from "./levels";
import { nameText, valueText } from "./search-text";

export type Choice = { text: string; insert: string; kind: "field" | "value" | "word" };

const MOST = 12;
const JOINS = ["OR", "NOT", "AND"];
/** Fields of every record that are searched by name. */
const OWN = ["level", "service", "host", "message", "trace_id", "span_id", "time"];

/** What is offered at a place: `names` are attributes, `values` those of the field that it asks for. */
export function choicesAt(
  text: string,
  place: number,
  { names, values }: { names: readonly string[]; values: readonly string[] },
): { choices: Choice[]; from: number; to: number } {
  const wanted = completionAt(text, place);
  if (wanted === null) return { choices: [], from: place, to: place };
  const { from, to, part } = wanted;
  const fits = (one: string) => one.toLowerCase().includes(part.toLowerCase());
  if (wanted.kind === "value") {
    const known = wanted.field === "level" ? LEVELS : values;
    const choices = known.filter((value) => fits(value) && value !== part);
    return {
      from,
      to,
      choices: choices.slice(0, MOST).map((value) => choice(value, `${valueText(value)} `, "value")),
    };
  }
  const fields = [...new Set([...OWN, ...names])].filter(fits);
  const joins = wanted.mayJoin ? JOINS.filter((word) => fits(word)) : [];
  return {
    from,
    to,
    choices: [
      // What begins so is meant more often than what has it somewhere.
      ...[...fields.filter((name) => begins(name, part)), ...fields.filter((name) => !begins(name, part))]
        .slice(0, MOST)
        .map((name) => choice(name, `${nameText(name)}:`, "field")),
      ...joins.map((word) => choice(word, `${word} `, "word")),
    ],
  };
}

/** The field whose values are asked for; null where a name comes next. */
export function valuesWantedAt(text: string, place: number): string | null {
  const wanted = completionAt(text, place);
  return wanted?.kind === "value" && wanted.field !== "level" ? wanted.field : null;
}

const begins = (name: string, part: string) => name.toLowerCase().startsWith(part.toLowerCase());

function choice(text: string, insert: string, kind: Choice["kind"]): Choice {
  return { text, insert, kind };
}
