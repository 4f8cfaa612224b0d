import type { Values, Word } from "./words";

export const EXIT = { done: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What ends a command, in words of the person's language. */
export class Failure extends Error {
  constructor(
    readonly word: Word,
    readonly values: Values = {},
    readonly exit: Exit = EXIT.failed,
  ) {
    super(word);
    this.name = "Failure";
  }
}

/** The value of an option that is wrong; `problem` is said in the person's language too. */
export class OptionFailure extends Error {
  constructor(
    readonly option: string,
    readonly problem: Word,
    readonly values: Values = {},
  ) {
    super(`${option}: ${problem}`);
    this.name = "OptionFailure";
  }
}
