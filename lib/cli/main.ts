import { version } from "@/package.json";
import { exportMlflow } from "./export-mlflow/command";
import { EXIT } from "./failure";
import { repairFeatures } from "./features/repair";
import { importMlflow } from "./import-mlflow/command";
import { runCommand } from "./run";
import { status } from "./status";
import { createTerminal } from "./terminal";
import { languageOf, wordsOf } from "./words";

/** The `gwanje` command. Everything that it may do is a line here. */
const COMMANDS = [status, importMlflow, exportMlflow, repairFeatures];

const terminal = createTerminal(process.stdout, process.stderr);
const words = wordsOf(languageOf(process.env));
process.once("SIGINT", () => {
  terminal.note(`gwanje: ${words("interrupted")}`);
  process.exit(EXIT.interrupted);
});
process.exitCode = await runCommand(COMMANDS, process.argv.slice(2), {
  terminal,
  words,
  env: process.env,
  version,
});
