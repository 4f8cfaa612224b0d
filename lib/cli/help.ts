import type { Command, Option } from "./arguments";
import type { Words } from "./words";

export function helpOf(commands: readonly Command[], words: Words): string {
  const rows = commands.map(({ name, about }) => [`gwanje ${name}`, words(about)] as const);
  return [
    words("about"),
    "",
    words("usage", { usage: "gwanje <command> [--option ...]" }),
    "",
    `${words("commands")}:`,
    ...columns(rows),
    "",
    words("help_hint"),
    words("exit_codes"),
  ].join("\n");
}

export function helpOfCommand({ name, about, options }: Command, words: Words): string {
  const needed = options.filter(({ required }) => required).map(written);
  const rows = options.map((option) => [written(option), words(option.about)] as const);
  const usage = ["gwanje", name, ...needed, "[--option ...]"].join(" ");
  return [
    words(about),
    "",
    words("usage", { usage }),
    "",
    `${words("options")}:`,
    ...columns([...rows, ["--help", words("option_help")]]),
  ].join("\n");
}

function written({ name, value }: Option): string {
  return value ? `--${name} ${value}` : `--${name}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
