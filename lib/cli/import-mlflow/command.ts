import { statSync } from "node:fs";
import { type Command, numberOf, type Values } from "../arguments";
import { CONNECTION, connect, connectMlflow, mlflowOptions } from "../connection";
import { EXIT, Failure, OptionFailure } from "../failure";
import { folderSource, isStore } from "../mlflow/folder-source";
import { restSource } from "../mlflow/rest-source";
import type { MlflowSource } from "../mlflow/shapes";
import { Progress } from "../progress";
import { whoAmI } from "../status";
import { printable, Tally } from "../tally";
import type { Context } from "../terminal";
import { importAll } from "./importer";
import { importTarget } from "./target";

export const importMlflow: Command = {
  name: "import mlflow",
  about: "import_about",
  options: [
    { name: "from", value: "URL|FOLDER", about: "option_from", required: true },
    ...mlflowOptions("from"),
    { name: "experiment", value: "NAME", about: "option_experiment", repeated: true },
    { name: "no-artifacts", about: "option_no_artifacts" },
    { name: "no-registry", about: "option_no_registry" },
    { name: "full", about: "option_full" },
    { name: "parallel", value: "N", about: "option_parallel" },
    { name: "source", value: "NAME", about: "option_source" },
    ...CONNECTION,
  ],
  async run(context, values) {
    const { terminal, words } = context;
    const parallel = numberOf(values, "parallel", { least: 1, most: 16, otherwise: 4 });
    const source = await sourceOf(context, values);
    const server = await connect(context, values);
    const { permissions } = await whoAmI(server);
    if (!permissions.includes("imports:write"))
      throw new Failure("missing_scopes", { scopes: "imports:write" });
    const tally = new Tally();
    const progress = new Progress(terminal);
    let [done, total] = [0, 1];
    const line = () =>
      words("progress", {
        stage: words("stage_experiments"),
        done,
        total,
        detail: `${words("stage_runs")} ${tally.counts.runs}, ${tally.detail(words)}`,
      });
    terminal.note(words("import_begins", { from: source.name, to: server.url }));
    await importAll({
      source,
      target: importTarget(server, (problems) => tally.note(problems)),
      tally,
      name: values.text("source") ?? source.name,
      only: values.texts("experiment"),
      withFiles: !values.has("no-artifacts"),
      withRegistry: !values.has("no-registry"),
      full: values.has("full"),
      parallel,
      moved: () => progress.move(done, total, line()),
      told(experiment, { source_id, experiment_id, how }) {
        const said = { source_id, experiment_id, name: printable(experiment.name) };
        if (how === "renumbered") terminal.note(words("mapped_id", said));
        if (how === "same_name") terminal.note(words("mapped_name", said));
      },
      step(at, of) {
        [done, total] = [at, of];
        progress.step(done, total, line());
      },
    });
    for (const row of tally.report(words, "report_came")) terminal.out(row);
    return tally.problemCount > 0 ? EXIT.incomplete : EXIT.done;
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
