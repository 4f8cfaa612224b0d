import { namesIn } from "./placeholders";

/**
 * Whoever starts a run chooses parameters, and does not choose what runs. A command is read as a machine would start it:
 * the program (behind others that only start one); when that is an interpreter, its options up to the script or the
 * program's text; then arguments. A parameter may be an argument, or a value under a name of the author's
 * (`env NAME={{ params.x }}`, `awk -v name={{ params.x }}`); before that it would decide what runs.
 */
const isParameter = (name: string) => /^params\b/.test(name);

/** They start the program that follows. By name or from a bin folder: `./time` is the author's own. */
const STARTER =
  /^(?:.*\/s?bin\/)?(?:env|busybox|toybox|time|timeout|nice|ionice|chrt|taskset|numactl|nohup|setsid|stdbuf|unbuffer|sudo|doas|chroot|flock|xargs|unshare|nsenter|strace|ltrace|exec|command|uvx?|npx)$/;
/** What comes behind them is code, all of it: another shell reads it, here or on another machine, or a database does. */
const ALL_CODE =
  /^(?:.*\/s?bin\/)?(?:ssh|sshpass|su|runuser|eval|watch|parallel|script|g?make|gdb|tmux|screen|sqlite\d*|duckdb)$/;
/** They take a program as text or as a file; what comes behind that are its arguments. */
const INTERPRETER =
  /(?:^|\/)(?:(?:ba|da|z|k|mk|a|c|tc|fi|yas)?sh|nu|elvish|xonsh|pwsh|powershell|i?python|pypy|node|nodejs|deno|bun|tsx|ts-node|perl|i?ruby|irb|php|lua|luajit|Rscript|R|littler|julia|tclsh|wish|expect|[gmn]?awk|original-awk|sed|groovy|scala|kotlin|jshell|ghci|runghc|elixir|erl|ocaml|racket|guile|sbcl|clisp|osascript|swift)[\d.]*$/;

const TEXT = "(?:eval|print|execute|command|expression|code|exec|source)";
/** The argument behind it is a program's text. */
const TEXT_OPTION = new RegExp(`^(?:-[A-Za-z]*[cepEr]|--${TEXT}|-(?:Command|EncodedCommand|eval))$`);
/** So is what is attached to it. */
const ATTACHED_TEXT = new RegExp(`^(?:-[A-Za-z]?[cepEr]["'{]|--${TEXT}=|-(?:Command|eval)[:=])`);
/** Options whose value stands apart, and is neither the program nor the script. */
const STARTER_VALUE = /^-[ugksnC]$/;
const INTERPRETER_VALUE = /^(?:[-+][oO]|--rcfile|--init-file|-[WXvF]|--assign|--require|--import|--loader)$/;
const DENO_OR_BUN = /(?:^|\/)(?:deno|bun)$/;

type Reading = "program" | "script" | "arguments" | "own arguments" | "code";

/** Places of a command where a run's parameter would become code. */
export function parametersAsCode(command: readonly string[]): number[] {
  let reading: Reading = "program";
  let before = "";
  let hasInterpreter = false;
  return command.flatMap((argument, at) => {
    const isCode =
      namesIn(argument).some(isParameter) && becomesCode(reading, argument, before, hasInterpreter);
    reading = readingAfter(reading, argument, before);
    hasInterpreter ||= INTERPRETER.test(argument);
    before = argument;
    return isCode ? [at] : [];
  });
}

function becomesCode(reading: Reading, argument: string, before: string, hasInterpreter: boolean): boolean {
  switch (reading) {
    case "program":
      return !isAssignment(argument);
    case "script":
      return !(/^(?:-v|--assign)$/.test(before) && isAssignment(argument));
    case "arguments":
      return hasInterpreter && (TEXT_OPTION.test(before) || ATTACHED_TEXT.test(argument));
    case "own arguments":
      return false;
    case "code":
      return true;
  }
}

function readingAfter(reading: Reading, argument: string, before: string): Reading {
  const withValue = reading === "program" ? STARTER_VALUE : INTERPRETER_VALUE;
  const isOption = /^[-+]/.test(argument) || withValue.test(before);
  if (reading === "program") {
    if (INTERPRETER.test(argument)) return "script";
    if (ALL_CODE.test(argument)) return "code";
    // A number is what `timeout` or `nice` want.
    return isOption || STARTER.test(argument) || isAssignment(argument) || /^\d/.test(argument)
      ? "program"
      : "arguments";
  }
  if (reading !== "script" || isOption || DENO_OR_BUN.test(before)) return reading;
  // Behind an option that is not known it may be that option's value, and the program's text may still come.
  return before.startsWith("-") && !TEXT_OPTION.test(before) ? "arguments" : "own arguments";
}

/** The name is the author's, so what is set is a value. */
function isAssignment(argument: string): boolean {
  return /^[A-Za-z_]\w*=/.test(argument);
}
