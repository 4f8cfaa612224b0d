// node bare-store.mjs FILE: one file behind a Node server with nothing around it. Prints its port; ends with its stdin.
import { createReadStream, createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";

const [file] = process.argv.slice(2);
const server = createServer(async (request, response) => {
  if (request.method !== "PUT") return pipeline(createReadStream(file), response);
  const kept = createWriteStream(file);
  await pipeline(request, kept);
  response.end(JSON.stringify({ size_bytes: kept.bytesWritten, sha256: "" }));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume();
