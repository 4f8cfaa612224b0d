import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { addressOf, atPort } from "./store-address";

export type Door = {
  /** The store's address, through the door. */
  url: string;
  open(): Promise<void>;
  /** Connections break and new ones are refused, as in a restart. */
  shut(): Promise<void>;
  /** Connections stay and new ones are taken, but nothing comes through, as when a network drops what it is given. */
  hush(): void;
  /** New connections come through again; those that were hushed stay silent. */
  speak(): void;
  /** How many connections were made while it was silent. */
  unanswered(): number;
};

/** A way by TCP to a store (Postgres, Redis, S3), which may listen on a socket only, that can be shut, or go silent. */
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
