import { expect, it } from "vitest";
import { type Command, numberOf } from "./arguments";
import { EXIT } from "./failure";
import { runCommand } from "./run";
import { createTerminal } from "./terminal";
import { wordsOf } from "./words";

const seen: Record<string, unknown>[] = [];
const COPY: Command = {
  name: "copy things",
  about: "status_about",
  options: [
    { name: "from", value: "URL", about: "option_from", required: true },
    { name: "parallel", value: "N", about: "option_parallel" },
    { name: "experiment", value: "NAME", about: "option_experiment", repeated: true },
    { name: "full", about: "option_full" },
  ],
  async run(_context, values) {
    const parallel = numberOf(values, "parallel", { least: 1, most: 16, otherwise: 4 });
    seen.push({
      from: values.text("from"),
      parallel,
      names: values.texts("experiment"),
      full: values.has("full"),
    });
    return EXIT.incomplete;
  },
};

async function said(...given: string[]) {
  const [out, beside] = [[] as string[], [] as string[]];
  const terminal = createTerminal(
    { write: (text) => out.push(text) },
    { write: (text) => beside.push(text) },
  );
  const exit = await runCommand([COPY], given, { terminal, words: wordsOf("en"), env: {}, version: "1.2.3" });
  return { exit, out: out.join(""), beside: beside.join("") };
}

it("runs the command whose words come first, with its options", async () => {
  const given = [
    "copy",
    "things",
    "--from",
    "http://x",
    "--experiment=a",
    "--experiment",
    "b",
    "--full",
    "--parallel",
    "2",
  ];
  expect(await said(...given)).toEqual({ exit: EXIT.incomplete, out: "", beside: "" });
  expect(seen.at(-1)).toEqual({ from: "http://x", parallel: 2, names: ["a", "b"], full: true });
});

it.each([
  [["copy"], "There is no command “copy”. Commands: copy things."],
  [["--verbose"], "There is no command “--verbose”."],
  [["copy", "things"], "--from: is missing."],
  [["copy", "things", "--from"], "--from: needs a value."],
  [["copy", "things", "--from", ""], "--from: needs a value."],
  [["copy", "things", "--from=x", "--full=yes"], "--full: takes no value."],
  [["copy", "things", "--from=x", "--frmo", "y"], "--frmo is no option of `gwanje copy things`."],
  [["copy", "things", "--from=x", "y"], "“y” is not expected here."],
  [["copy", "things", "--from=x", "--parallel=17"], "--parallel: “17” is not a number from 1 to 16."],
  [["copy", "things", "--from=x", "--parallel=1e1"], "--parallel: “1e1” is not a number from 1 to 16."],
])("%j names what is wrong", async (given, words) => {
  const { exit, out, beside } = await said(...given);
  expect(beside).toContain(words);
  expect({ exit, out }).toEqual({ exit: EXIT.usage, out: "" });
});

it.each([
  [["--help"], EXIT.done, "gwanje copy things"],
  [[], EXIT.usage, "gwanje copy things"],
  [["copy", "things", "--help"], EXIT.done, "Usage: gwanje copy things --from URL [--option ...]"],
  [["--version"], EXIT.done, "1.2.3"],
])("%j explains", async (given, exit, words) => {
  const answer = await said(...given);
  expect(answer.out).toContain(words);
  expect(answer.exit).toBe(exit);
});
