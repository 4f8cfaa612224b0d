import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way by TCP to the database, which may listen on a socket only, that can be shut: connections break and new ones are refused, as in a restart. */
export async function openDoor(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const folder = target.searchParams.get("host");
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    server = createServer((socket) => {
      const there = folder
        ? connect(`${folder}/.s.PGSQL.${target.port}`)
        : connect(Number(target.port), target.hostname);
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
  const url = new URL(target);
  url.searchParams.delete("host");
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return { url: url.href, open, shut };
}
