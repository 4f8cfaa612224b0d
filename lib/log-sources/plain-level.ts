import { type Level, levelOfWord } from "@/lib/log-records/values";

const WORD = "TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|PANIC";
const DATE = "\\d{4}[-/]\\d{2}[-/]\\d{2}";
const CLOCK = "\\d{2}:\\d{2}:\\d{2}[\\d.,Z+:-]{0,20}";
/** Before the level stands at most an instant and a logger's name. Every part is bounded. */
const LED = new RegExp(
  `^[[(]?(?:${DATE})?[T ]?(?:${CLOCK})?[\\])]?[\\s|-]{0,10}(?:[\\w.]{1,80}\\s{1,10}-\\s{1,10})?[[<(]?(${WORD})(?=[\\s:|\\])>-]|$)`,
);
/** In any case where a bracket or a colon says that it is one. */
const MARKED = new RegExp(`^(?:\\[(${WORD})\\]|(${WORD}):)`, "i");
const NAMED = /(?:^|\s)(?:level|lvl|severity)="?([A-Za-z]{3,12})\b/;

/** The level that a line of plain text says of itself, as Python's logging, loguru, logfmt and others write it. */
export function plainLevel(line: string): Level | null {
  const head = line.slice(0, 200).trimStart();
  const found = LED.exec(head) ?? MARKED.exec(head) ?? NAMED.exec(head);
  const word = found?.[1] ?? found?.[2];
  return word === undefined ? null : levelOfWord(word);
}
