/** For the supervisor's tests: a process that behaves as the supervisor expects and does nothing else. */
import { createServer } from "node:http";
import { basename } from "node:path";
import { env } from "@/lib/platform/env";
import { runProcess } from "@/lib/platform/lifecycle";

const name = basename(process.argv[1] ?? "web", ".js");

runProcess(name, async (life) => {
  const settings = env();
  const ports: Record<string, number | undefined> = {
    web: settings.PORT,
    serving: settings.GWANJE_SERVING_PORT,
  };
  const server = createServer((_request, response) => {
    response.statusCode = life.draining ? 503 : 200;
    response.end(JSON.stringify({ name, pid: process.pid }));
  });
  await new Promise<void>((resolve) =>
    server.listen(ports[name] ?? settings.GWANJE_ADMIN_PORT, "127.0.0.1", resolve),
  );
  life.onDrain("server", () => server.close());
});
