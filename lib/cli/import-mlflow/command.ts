import { statSync } from "node:fs";
import type { Command, Values } from "../arguments";
import { CONNECTION, connect, connectMlflow, mlflowOptions } from "../connection";
import { Failure, OptionFailure } from "../failure";
import { folderSource, isStore } from "../mlflow/folder-source";
import { restSource } from "../mlflow/rest-source";
import type { MlflowSource } from "../mlflow/shapes";
import { CHOICES, choicesOf, startTransfer } from "../mlflow/transfer";
import { whoAmI } from "../status";
import { printable } from "../tally";
import type { Context } from "../terminal";
import { importAll } from "./importer";
import { importTarget } from "./target";

export const importMlflow: Command = {
  name: "import mlflow",
  about: "import_about",
  options: [
    { name: "from", value: "URL|FOLDER", about: "option_from", required: true },
    ...mlflowOptions("from"),
    ...CHOICES,
    { name: "source", value: "NAME", about: "option_source" },
    ...CONNECTION,
  ],
  async run(context, values) {
    const { terminal, words } = context;
    const choices = choicesOf(values);
    const source = await sourceOf(context, values);
    const server = await connect(context, values);
    const { permissions } = await whoAmI(server);
    if (!permissions.includes("imports:write"))
      throw new Failure("missing_scopes", { scopes: "imports:write" });
    terminal.note(words("import_begins", { from: source.name, to: server.url }));
    const { end, ...transfer } = startTransfer(context);
    await importAll({
      ...choices,
      ...transfer,
      source,
      target: importTarget(server, (problems) => transfer.tally.note(problems)),
      name: values.text("source") ?? source.name,
      told(experiment, { source_id, experiment_id, how }) {
        const said = { source_id, experiment_id, name: printable(experiment.name) };
        if (how === "renumbered") terminal.note(words("mapped_id", said));
        if (how === "same_name") terminal.note(words("mapped_name", said));
      },
    });
    return end("report_came");
  },
};

async function sourceOf(context: Context, values: Values): Promise<MlflowSource> {
  const from = values.text("from") ?? "";
  if (/^https?:/i.test(from)) return restSource(await connectMlflow(context, values, "from"));
  const folder = from.replace(/^file:(?:\/\/(?=\/))?/, "");
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new OptionFailure("--from", "no_folder", { given: from });
  if (!(await isStore(folder))) throw new OptionFailure("--from", "no_store", { given: from });
  return folderSource(folder);
}
