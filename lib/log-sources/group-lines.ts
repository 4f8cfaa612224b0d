/** One line of a task's output as it is shown. `s`: its stream. */
export type OutputLine = { n: number; t: number; s: string; m: string };

const HEAD = /^(\s{0,200}[+|]?\s{0,20})(?:Exception Group )?Traceback \(most recent call last\):/;
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const FRAME = /^\s{1,200}(?:at \S.{0,2000}(?:\)|:\d{1,9})|\.{3} \d{1,6} (?:more|common frames omitted))\s*$/;
const CAUSE = /^Caused by: /;

const MOST_LINES = 500;
const MOST_CHARACTERS = 100_000;

/** What a line has to be to belong to the lines before it. */
type Expecting = "nothing" | "frames of Python" | "an indented rest" | "frames of others";

/**
 * Lines that are one message: a traceback of Python with those that it is chained to, the frames of a stack of JavaScript or
 * Java with the line above them. Every other line is by itself. A group has a limit, and one that is cut goes on as another.
 */
export function groupLines(
  lines: readonly OutputLine[],
  isError: (line: string) => boolean,
): readonly OutputLine[][] {
  const groups: OutputLine[][] = [];
  let expecting: Expecting = "nothing";
  let characters = 0;
  for (const [at, line] of lines.entries()) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const next = lines[at + 1];
    const joins =
      group && last && last.s === line.s && group.length < MOST_LINES && characters < MOST_CHARACTERS;
    const goesOn: Expecting | null = joins ? continued(expecting, line.m, next?.m, last.m) : null;
    if (group && goesOn !== null) {
      group.push(line);
      characters += line.m.length;
      expecting = goesOn;
      continue;
    }
    const head = HEAD.exec(line.m);
    // logging.exception writes its message and the traceback below it.
    if (joins && head && group.length === 1 && isError(last.m)) group.push(line);
    else groups.push([line]);
    characters = line.m.length;
    expecting = head ? afterHead(head[1] ?? "") : "nothing";
  }
  return groups;
}

/** Of a group of exceptions every line is indented, so its end is the first that is not. */
function afterHead(indent: string): Expecting {
  return indent === "" ? "frames of Python" : "an indented rest";
}

/** What is expected after this line, when it belongs to those before it; null when it does not. */
function continued(
  expecting: Expecting,
  line: string,
  next: string | undefined,
  last: string,
): Expecting | null {
  const isIndented = /^\s+\S/.test(line);
  if (expecting === "frames of Python") return isIndented ? expecting : "an indented rest";
  if (expecting === "an indented rest") {
    const head = HEAD.exec(line);
    if (head && last.trim() === "") return afterHead(head[1] ?? "");
    if (isIndented || CHAINED.test(line)) return expecting;
    const chains = next !== undefined && (CHAINED.test(next) || CHAINED.test(last));
    return line.trim() === "" && chains ? expecting : null;
  }
  if (FRAME.test(line)) return "frames of others";
  return expecting === "frames of others" && CAUSE.test(line) ? expecting : null;
}
