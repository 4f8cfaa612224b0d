import { redactText } from "@/lib/platform/redact";

const MOST_CHARACTERS = 400;

/** Why something failed, for people: one line without secrets. What failed together is told together. */
export function sentenceOf(error: unknown): string {
  const said = [...new Set(messagesOf(error))].join("; ").replaceAll(/\s+/g, " ").trim();
  // Hidden first: a cut could leave the half of a secret that no longer looks like one.
  const safe = redactText(said === "" ? "It failed without a word" : said);
  return safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS - 1)}…` : safe;
}

function messagesOf(error: unknown): string[] {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(messagesOf);
  return [error instanceof Error ? error.message : String(error)];
}
