import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";

const BLOCK_BYTES = 1024 * 1024;
const Stored = z.object({ size_bytes: z.number(), sha256: z.string() });
type Transfer = { sizeBytes: number; sha256: string; ms: number };
type Target = { url: string; headers: Record<string, string> };

/** Sends so many bytes, none of which repeats soon, holding one block; answers what the server counted. */
export async function upload(target: Target, sizeBytes: number): Promise<Transfer & { sent: string }> {
  const hash = createHash("sha256");
  const block = randomBytes(BLOCK_BYTES);
  function* blocks() {
    for (let left = sizeBytes, at = 0; left > 0; left -= BLOCK_BYTES, at += 1) {
      const part = Buffer.from(block.subarray(0, Math.min(left, BLOCK_BYTES)));
      part.writeUInt32LE(at, 0);
      hash.update(part);
      yield part;
    }
  }
  const began = performance.now();
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { ...target.headers, "content-length": sizeBytes };
    const sending = request(target.url, { method: "PUT", headers }, async (response) => {
      let body = "";
      for await (const chunk of response) body += String(chunk);
      if (response.statusCode === 200) resolve(body);
      else reject(new Error(`The upload answered ${response.statusCode}: ${body}`));
    });
    sending.once("error", reject);
    pipeline(Readable.from(blocks()), sending).catch(reject);
  });
  const stored = Stored.parse(JSON.parse(text));
  return {
    sizeBytes: stored.size_bytes,
    sha256: stored.sha256,
    sent: hash.digest("hex"),
    ms: performance.now() - began,
  };
}

/** Reads everything and keeps nothing. */
export async function download(target: Target): Promise<Transfer> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    request(target.url, { headers: target.headers }, (response) => {
      if (response.statusCode !== 200)
        return reject(new Error(`The download answered ${response.statusCode}`));
      const sink = new Writable({
        write(chunk: Buffer, _encoding, done) {
          sizeBytes += chunk.length;
          hash.update(chunk);
          done();
        },
      });
      pipeline(response, sink).then(resolve, reject);
    })
      .once("error", reject)
      .end();
  });
  return { sizeBytes, sha256: hash.digest("hex"), ms: performance.now() - began };
}
