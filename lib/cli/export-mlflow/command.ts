import type { Command } from "../arguments";
import { CONNECTION, connect, connectMlflow, mlflowOptions } from "../connection";
import { Failure } from "../failure";
import { restSource } from "../mlflow/rest-source";
import { CHOICES, choicesOf, startTransfer } from "../mlflow/transfer";
import { whoAmI } from "../status";
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
    ...CHOICES,
    ...CONNECTION,
  ],
  async run(context, values) {
    const choices = choicesOf(values);
    const to = await connectMlflow(context, values, "to");
    const server = await connect(context, values);
    const { permissions } = await whoAmI(server);
    const missing = NEEDED.filter((scope) => !permissions.includes(scope));
    if (missing.length > 0) throw new Failure("missing_scopes", { scopes: missing.join(", ") });
    context.terminal.note(context.words("export_begins", { from: server.url, to: to.url }));
    const { end, ...transfer } = startTransfer(context);
    await exportAll({
      ...choices,
      ...transfer,
      source: restSource(server, "/mlflow"),
      target: exportTarget(to),
      ids: new Ids(),
    });
    return end("report_written");
  },
};
