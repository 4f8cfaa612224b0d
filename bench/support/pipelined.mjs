// A thread that asks one address again and again: `connections` sockets, `depth` requests on each at once. It reads no more
// of an answer than that it is one, so that it is not what is measured.
import { connect } from "node:net";
import { parentPort, Worker, workerData } from "node:worker_threads";

/** How many answers came in `ms`. Throws when one is not 200. */
export function askFor(target) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { asked: target } });
    worker.once("message", (answer) =>
      answer.failed ? reject(new Error(`Answered ${answer.failed}`)) : resolve(answer.answers),
    );
    worker.once("error", reject);
  });
}

const OK = Buffer.from("HTTP/1.1 200");
const ANY = Buffer.from("HTTP/1.1 ");

if (parentPort && workerData?.asked) {
  const { port, path, headers, connections, depth, ms } = workerData.asked;
  const lines = Object.entries({ host: "localhost", ...headers }).map(([name, value]) => `${name}: ${value}`);
  const request = `GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  let [answers, isOver] = [0, false];
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request.repeat(depth)));
    socket.on("data", (bytes) => {
      let found = 0;
      for (let at = bytes.indexOf(ANY); at >= 0; at = bytes.indexOf(ANY, at + 1)) {
        if (!bytes.subarray(at, at + OK.length).equals(OK))
          parentPort.postMessage({ failed: bytes.subarray(at, at + 500).toString() });
        found += 1;
      }
      answers += found;
      if (found > 0 && !isOver) socket.write(request.repeat(found));
    });
    return socket;
  });
  setTimeout(() => {
    isOver = true;
    for (const socket of sockets) socket.destroy();
    parentPort.postMessage({ answers });
  }, ms);
}
