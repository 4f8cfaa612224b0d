import { parseArgs } from "node:util";
import { EXIT, type Exit, Failure, OptionFailure } from "./failure";
import type { Context } from "./terminal";
import type { Word } from "./words";

export type Option = {
  name: string;
  about: Word;
  /** What stands for its value in the help; an option without one is a flag. */
  value?: string;
  required?: true;
  repeated?: true;
};
export type Values = {
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  has(name: string): boolean;
};
export type Command = {
  /** One word or more: "import mlflow". */
  name: string;
  about: Word;
  options: readonly Option[];
  run(context: Context, values: Values): Promise<Exit>;
};

/** The command whose words the arguments begin with, and the rest of them. */
export function commandOf(
  commands: readonly Command[],
  given: readonly string[],
): { command: Command; rest: string[] } {
  const found = commands.find(({ name }) => name.split(" ").every((word, at) => given[at] === word));
  if (found) return { command: found, rest: given.slice(found.name.split(" ").length) };
  const words = given.filter((word) => !word.startsWith("-")).join(" ");
  const known = commands.map(({ name }) => name).join(", ");
  throw new Failure("unknown_command", { given: words || (given[0] ?? ""), known }, EXIT.usage);
}

/** Throws a Failure or OptionFailure that names what is wrong. */
export function valuesOf({ name, options }: Command, given: readonly string[]): Values {
  const { tokens } = parseArgs({
    args: [...given],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      options.map((option) => [option.name, { type: option.value ? "string" : "boolean" }] as const),
    ),
  });
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional")
      throw new Failure("surplus", { given: token.value, command: name }, EXIT.usage);
    const option = options.find((one) => one.name === token.name);
    if (!option) throw new Failure("unknown_option", { option: token.rawName, command: name }, EXIT.usage);
    if (option.value && (token.value === undefined || token.value === ""))
      throw new OptionFailure(token.rawName, "needs_value");
    if (!option.value && token.value !== undefined) throw new OptionFailure(token.rawName, "takes_no_value");
    values.set(option.name, [...(values.get(option.name) ?? []), token.value ?? ""]);
  }
  const missing = options.find((option) => option.required && !values.has(option.name));
  if (missing) throw new OptionFailure(`--${missing.name}`, "missing_option");
  return {
    text: (option) => values.get(option)?.at(-1),
    texts: (option) => values.get(option) ?? [],
    has: (option) => values.has(option),
  };
}

export function numberOf(
  values: Values,
  name: string,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  const given = values.text(name);
  if (given === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new OptionFailure(`--${name}`, "bad_number", { given, least, most });
}
