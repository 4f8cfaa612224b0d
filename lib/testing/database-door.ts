import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { addressOf, atPort } from "./store-address";

/** A way by TCP to the database, which may listen on a socket only, that can be shut: connections break and new ones are refused, as in a restart. */
export async function openDoor(databaseUrl: string) {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    server = createServer((socket) => {
      const there = connect(addressOf(databaseUrl));
      for (const end of [socket, there]) {
        sockets.add(end);
        end.on("error", () => {}).on("close", () => sockets.delete(end));
      }
      socket.pipe(there).pipe(socket);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  };
  const shut = async () => {
    for (const socket of sockets) socket.destroy();
    if (server) await new Promise((resolve) => server?.close(resolve));
    server = null;
  };
  await open();
  return { url: atPort(databaseUrl, port), open, shut };
}
