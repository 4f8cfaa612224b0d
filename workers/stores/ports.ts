import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** The store's last port if it is free, else any free one. */
export async function keepOrFindPort(lastUrl: string | undefined): Promise<number> {
  const last = lastUrl ? Number(new URL(lastUrl).port) : 0;
  if (last > 0 && (await canListen(last))) return last;
  return freePort();
}

export async function canListen(port: number, host = "127.0.0.1"): Promise<boolean> {
  return (await tryListen(port, host)) !== null;
}

/**
 * Below the range of outgoing connections (from 32768 on Linux, 49152 on macOS), from which one of our own connections
 * may take a port before its server listens.
 */
const FROM_PORT = 20_000;
const TO_PORT = 32_000;
const TRIES = 100;

export async function freePort(host = "127.0.0.1"): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = await tryListen(randomInt(FROM_PORT, TO_PORT), host);
    if (port !== null) return port;
  }
  throw new Error(`No free port between ${FROM_PORT} and ${TO_PORT} on ${host}`);
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
