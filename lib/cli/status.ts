import * as z from "zod";
import type { Command } from "./arguments";
import { CONNECTION, connect } from "./connection";
import { EXIT } from "./failure";
import type { Server } from "./server";

const Me = z.object({
  actor: z.object({ name: z.string(), role: z.string().nullable() }),
  permissions: z.array(z.string()),
});
export type Me = z.infer<typeof Me>;

const Document = z.object({ info: z.object({ version: z.string() }) });

export const status: Command = {
  name: "status",
  about: "status_about",
  options: CONNECTION,
  async run(context, values) {
    const { terminal, words } = context;
    const server = await connect(context, values);
    const me = await whoAmI(server);
    const { info } = await server.get("/api/openapi.json", {}, Document);
    terminal.out(words("status_server", { url: server.url }));
    terminal.out(words("status_version", { version: info.version }));
    terminal.out(words("status_actor", { name: me.actor.name, role: me.actor.role ?? words("no_role") }));
    terminal.out(words("status_scopes", { scopes: me.permissions.join(", ") || words("none") }));
    return EXIT.done;
  },
};

export function whoAmI(server: Server): Promise<Me> {
  return server.get("/api/v1/me", {}, Me);
}
