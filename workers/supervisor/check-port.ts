import { createServer } from "node:net";
import { findPortOwner, type PortOwner } from "./port-owner";
import { StartError } from "./start-error";

const COMMAND_LENGTH = 80;

/** Throws a StartError that names the process on the port and the command to use instead. */
export async function requirePort(host: string, port: number): Promise<void> {
  const code = await listenError(host, port);
  if (code === null) return;
  if (code === "EADDRINUSE") throw new StartError(portTaken(port, findPortOwner(port)));
  if (code === "EACCES") {
    throw new StartError(
      `PORT ${port} needs more rights than this user has. Use another one: PORT=3000 npm start`,
    );
  }
  throw new StartError(`HOST ${host} is not an address of this machine (${code}). Use 127.0.0.1 or 0.0.0.0.`);
}

export function portTaken(port: number, owner: PortOwner | null): string {
  const command =
    owner && owner.command.length > COMMAND_LENGTH
      ? `${owner.command.slice(0, COMMAND_LENGTH)}…`
      : owner?.command;
  const by = owner ? `process ${owner.pid} (${command || "unknown command"})` : "another process";
  return `Port ${port} is in use by ${by}. Stop it, or use another port: PORT=${suggestPort(port)} npm start`;
}

function suggestPort(port: number): number {
  return port + 100 <= 65_000 ? port + 100 : 3000;
}

function listenError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
