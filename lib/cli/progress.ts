import type { Terminal } from "./terminal";

const BAR = 24;
/** A screen is written to no more often than it is looked at. */
const REDRAW_MS = 100;

/** A bar where there is a screen, and a line at each step where there is none. */
export class Progress {
  #drawn = 0;

  constructor(
    readonly terminal: Terminal,
    readonly now: () => number = Date.now,
  ) {}

  /** Something moved within a step. */
  move(done: number, total: number, text: string): void {
    if (!this.terminal.isScreen || this.now() - this.#drawn < REDRAW_MS) return;
    this.#drawn = this.now();
    this.terminal.bar(barOf(done, total, text, this.terminal.columns));
  }

  /** A step is over. */
  step(done: number, total: number, text: string): void {
    if (this.terminal.isScreen) this.terminal.bar(barOf(done, total, text, this.terminal.columns));
    else this.terminal.note(text);
  }
}

export function barOf(done: number, total: number, text: string, columns: number): string {
  const full = total === 0 ? BAR : Math.min(BAR, Math.floor((done / total) * BAR));
  const line = `[${"#".repeat(full)}${"-".repeat(BAR - full)}] ${text}`;
  // A line that is too long would be two, of which only one is replaced.
  return cutTo(line, columns - 1);
}

/** Hangul takes two columns. */
function cutTo(line: string, columns: number): string {
  let width = 0;
  let kept = "";
  for (const character of line) {
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(
      character,
    )
      ? 2
      : 1;
    if (width > columns) break;
    kept += character;
  }
  return kept;
}
