import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { addressOf, atPort } from "./store-address";

export type Door = {
  /** The store's URL through the door. */
  url: string;
  open(): Promise<void>;
  /** Breaks connections and refuses new ones, as in a restart. */
  shut(): Promise<void>;
  /** Keeps connections and accepts new ones, but passes nothing on, as a network that drops packets. */
  hush(): void;
  /** Passes new connections on again; hushed ones stay silent. */
  speak(): void;
  /** Number of connections made while it was silent. */
  unanswered(): number;
};

/** A TCP proxy for a store (Postgres, Redis, S3), also one on a socket, that tests can shut or silence. */
export async function openDoor(storeUrl: string): Promise<Door> {
  const sockets = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  let hushed = false;
  let unanswered = 0;
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    server = createServer((socket) => {
      const there = connect(addressOf(storeUrl));
      for (const end of [socket, there]) {
        sockets.add(end);
        if (hushed) silent.add(end);
        end.on("error", () => {});
      }
      if (hushed) unanswered += 1;
      for (const [from, to] of [
        [socket, there],
        [there, socket],
      ] as const) {
        from.on("data", (bytes) => {
          if (!silent.has(from)) to.write(bytes);
        });
        from.on("close", () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  };
  await open();
  return {
    url: atPort(storeUrl, port),
    open,
    async shut() {
      for (const socket of sockets) socket.destroy();
      if (server) await new Promise((resolve) => server?.close(resolve));
      server = null;
    },
    hush() {
      hushed = true;
      for (const socket of sockets) silent.add(socket);
    },
    speak() {
      hushed = false;
    },
    unanswered: () => unanswered,
  };
}
