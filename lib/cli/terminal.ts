import type { Words } from "./words";

/** Where a command speaks: results go out, everything else beside them. */
export type Terminal = {
  out(line: string): void;
  note(line: string): void;
  /** Replaces the last bar; nothing where there is no screen. */
  bar(text: string): void;
  isScreen: boolean;
  columns: number;
};

/** What every command is given. `env` is the process's; nothing else reads it. */
export type Context = {
  terminal: Terminal;
  words: Words;
  env: Readonly<Record<string, string | undefined>>;
  version: string;
};

type Stream = { write(text: string): unknown; isTTY?: boolean | undefined; columns?: number | undefined };
const CLEAR_LINE = "\r\u001b[K";

/** Never colours: what is said is also what a log keeps. */
export function createTerminal(out: Stream, beside: Stream): Terminal {
  let hasBar = false;
  const clear = () => {
    if (hasBar) beside.write(CLEAR_LINE);
    hasBar = false;
  };
  const isScreen = beside.isTTY === true;
  return {
    isScreen,
    columns: beside.columns ?? 80,
    out(line) {
      clear();
      out.write(`${line}\n`);
    },
    note(line) {
      clear();
      beside.write(`${line}\n`);
    },
    bar(text) {
      if (!isScreen) return;
      beside.write(CLEAR_LINE + text);
      hasBar = true;
    },
  };
}
