import { createContext, Script } from "node:vm";

/** A pattern was still looking when its time was up. */
export class PatternTimeout extends Error {
  constructor(readonly pattern: string) {
    super(`The pattern ${JSON.stringify(pattern)} takes too long`);
    this.name = "PatternTimeout";
  }
}

/** All patterns of one check together. Harmless ones need microseconds; this leaves room for a busy machine. */
const BUDGET_MS = 250;
const TEST = new Script("new RegExp(pattern, flags).test(text)");

/**
 * A regular expression engine for patterns that other people wrote, in the form that ajv takes as `code.regExp`: the
 * engine's own matcher, interrupted from outside, because backtracking ((a+)+$) can take longer than anybody lives and
 * would hold the whole process. Throws SyntaxError for what is no pattern, PatternTimeout when the budget, which all
 * patterns of this engine share, is used up.
 */
export function boundedRegex(budgetMs = BUDGET_MS) {
  let left = budgetMs;
  // One for all tests of the engine: a context takes a millisecond to make, a test in it a tenth of that.
  const context = { pattern: "", flags: "", text: "" };
  let contextified: object | undefined;
  const engine = (pattern: string, flags: string) => {
    new RegExp(pattern, flags);
    return {
      // ajv tells patterns apart by this text.
      toString: () => `/${pattern}/${flags}`,
      test(text: string): boolean {
        if (left < 1) throw new PatternTimeout(pattern);
        contextified ??= createContext(context);
        Object.assign(context, { pattern, flags, text });
        const started = performance.now();
        try {
          const found: unknown = TEST.runInContext(contextified, { timeout: Math.ceil(left) });
          return found === true;
        } catch (error) {
          if (isTimeout(error)) throw new PatternTimeout(pattern);
          throw error;
        } finally {
          left -= performance.now() - started;
        }
      },
    };
  };
  // Only ajv's stand-alone code would print this; it is part of the type.
  return Object.assign(engine, { code: "" });
}

function isTimeout(error: unknown): boolean {
  // Not by instanceof: the error may be of another realm.
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
