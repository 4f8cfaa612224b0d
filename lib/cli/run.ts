import { type Command, commandOf, valuesOf } from "./arguments";
import { EXIT, type Exit, Failure, OptionFailure } from "./failure";
import { helpOf, helpOfCommand } from "./help";
import type { Context } from "./terminal";

/** One call of the command line, from its arguments to its exit code. */
export async function runCommand(
  commands: readonly Command[],
  given: readonly string[],
  context: Context,
): Promise<Exit> {
  const { terminal, words } = context;
  const [first] = given;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    terminal.out(helpOf(commands, words));
    return first === undefined ? EXIT.usage : EXIT.done;
  }
  if (first === "--version") {
    terminal.out(context.version);
    return EXIT.done;
  }
  let name = "";
  try {
    const { command, rest } = commandOf(commands, given);
    name = command.name;
    if (rest.includes("--help") || rest.includes("-h")) {
      terminal.out(helpOfCommand(command, words));
      return EXIT.done;
    }
    return await command.run(context, valuesOf(command, rest));
  } catch (error) {
    return said(error, name, context);
  }
}

function said(error: unknown, command: string, { terminal, words }: Context): Exit {
  if (error instanceof OptionFailure) {
    const problem = words(error.problem, error.values);
    terminal.note(`gwanje: ${words("wrong_option", { option: error.option, problem, command })}`);
    return EXIT.usage;
  }
  if (error instanceof Failure) {
    terminal.note(`gwanje: ${words(error.word, error.values)}`);
    return error.exit;
  }
  const problem = error instanceof Error ? error.message : String(error);
  terminal.note(`gwanje: ${words("failed", { problem })}`);
  return EXIT.failed;
}
