import { type Command, numberOf } from "../arguments";
import { CONNECTION, connect, connectMlflow, mlflowOptions } from "../connection";
import { EXIT, Failure } from "../failure";
import { restSource } from "../mlflow/rest-source";
import { Progress } from "../progress";
import { whoAmI } from "../status";
import { Tally } from "../tally";
import { exportAll } from "./exporter";
import { Ids } from "./ids";
import { exportTarget } from "./target";

const NEEDED = ["experiments:read", "models:read"];

export const exportMlflow: Command = {
  name: "export mlflow",
  about: "export_about",
  options: [
    { name: "to", value: "URL", about: "option_to", required: true },
    ...mlflowOptions("to"),
    { name: "experiment", value: "NAME", about: "option_experiment", repeated: true },
    { name: "no-artifacts", about: "option_no_artifacts" },
    { name: "no-registry", about: "option_no_registry" },
    { name: "full", about: "option_full" },
    { name: "parallel", value: "N", about: "option_parallel" },
    ...CONNECTION,
  ],
  async run(context, values) {
    const { terminal, words } = context;
    const parallel = numberOf(values, "parallel", { least: 1, most: 16, otherwise: 4 });
    const to = await connectMlflow(context, values, "to");
    const server = await connect(context, values);
    const { permissions } = await whoAmI(server);
    const missing = NEEDED.filter((scope) => !permissions.includes(scope));
    if (missing.length > 0) throw new Failure("missing_scopes", { scopes: missing.join(", ") });
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
    terminal.note(words("export_begins", { from: server.url, to: to.url }));
    await exportAll({
      source: restSource(server, "/mlflow"),
      target: exportTarget(to),
      tally,
      ids: new Ids(),
      only: values.texts("experiment"),
      withFiles: !values.has("no-artifacts"),
      withRegistry: !values.has("no-registry"),
      full: values.has("full"),
      parallel,
      moved: () => progress.move(done, total, line()),
      step(at, of) {
        [done, total] = [at, of];
        progress.step(done, total, line());
      },
    });
    for (const row of tally.report(words, "report_written")) terminal.out(row);
    return tally.problemCount > 0 ? EXIT.incomplete : EXIT.done;
  },
};
