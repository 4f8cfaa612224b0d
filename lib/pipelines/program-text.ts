import { namesIn } from "./placeholders";

/**
 * A person who starts a run chooses its parameters, but must not choose what it executes. A command is read as a shell
 * would start it: wrappers such as `env`, the program, an interpreter's options up to its script or program text, then
 * arguments. A parameter may be an argument, or a value under the author's own name (`env NAME={{ params.x }}`, `awk -v
 * name={{ params.x }}`); anywhere earlier it would become code.
 */
const isParameter = (name: string) => /^params\b/.test(name);

/** Programs that start the program after them, by name or from a bin folder. `./time` is the author's own. */
const STARTER =
  /^(?:.*\/s?bin\/)?(?:env|busybox|toybox|time|timeout|nice|ionice|chrt|taskset|numactl|nohup|setsid|stdbuf|unbuffer|sudo|doas|chroot|flock|xargs|unshare|nsenter|strace|ltrace|exec|command|uvx?|npx)$/;
/** All their arguments are code, read by another shell or by a database. */
const ALL_CODE =
  /^(?:.*\/s?bin\/)?(?:ssh|sshpass|su|runuser|eval|watch|parallel|script|g?make|gdb|tmux|screen|sqlite\d*|duckdb)$/;
/** Interpreters: a program as text or file, then its arguments. */
const INTERPRETER =
  /(?:^|\/)(?:(?:ba|da|z|k|mk|a|c|tc|fi|yas)?sh|nu|elvish|xonsh|pwsh|powershell|i?python|pypy|node|nodejs|deno|bun|tsx|ts-node|perl|i?ruby|irb|php|lua|luajit|Rscript|R|littler|julia|tclsh|wish|expect|[gmn]?awk|original-awk|sed|groovy|scala|kotlin|jshell|ghci|runghc|elixir|erl|ocaml|racket|guile|sbcl|clisp|osascript|swift)[\d.]*$/;

const TEXT = "(?:eval|print|execute|command|expression|code|exec|source)";
/** The next argument is program text. */
const TEXT_OPTION = new RegExp(`^(?:-[A-Za-z]*[cepEr]|--${TEXT}|-(?:Command|EncodedCommand|eval))$`);
/** Attached text is program text too. */
const ATTACHED_TEXT = new RegExp(`^(?:-[A-Za-z]?[cepEr]["'{]|--${TEXT}=|-(?:Command|eval)[:=])`);
/** Options whose value is the next argument, and is neither program nor script. */
const STARTER_VALUE = /^-[ugksnC]$/;
const INTERPRETER_VALUE = /^(?:[-+][oO]|--rcfile|--init-file|-[WXvF]|--assign|--require|--import|--loader)$/;
const DENO_OR_BUN = /(?:^|\/)(?:deno|bun)$/;

type Reading = "program" | "script" | "arguments" | "own arguments" | "code";

/** Arguments of a command in which a run's parameter would become code. */
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
    // A number for `timeout` or `nice`.
    return isOption || STARTER.test(argument) || isAssignment(argument) || /^\d/.test(argument)
      ? "program"
      : "arguments";
  }
  if (reading !== "script" || isOption || DENO_OR_BUN.test(before)) return reading;
  // After an unknown option this may be its value, and the program text may still follow.
  return before.startsWith("-") && !TEXT_OPTION.test(before) ? "arguments" : "own arguments";
}

/** The author chose the name, so this is only a value. */
function isAssignment(argument: string): boolean {
  return /^[A-Za-z_]\w*=/.test(argument);
}
