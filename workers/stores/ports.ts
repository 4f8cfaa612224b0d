import { createServer } from "node:net";

/** The port an embedded store had last time when it is free, else any free one. */
export async function keepOrFindPort(lastUrl: string | undefined): Promise<number> {
  const last = lastUrl ? Number(new URL(lastUrl).port) : 0;
  if (last > 0 && (await canListen(last))) return last;
  return freePort();
}

export async function canListen(port: number, host = "127.0.0.1"): Promise<boolean> {
  return (await tryListen(port, host)) !== null;
}

export async function freePort(host = "127.0.0.1"): Promise<number> {
  const port = await tryListen(0, host);
  if (port === null) throw new Error(`No free port on ${host}`);
  return port;
}

function tryListen(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
