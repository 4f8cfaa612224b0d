import { createHash, randomBytes } from "node:crypto";
import { type OutgoingHttpHeaders, request } from "node:http";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";

const BLOCK_BYTES = 1024 * 1024;
type Transfer = { sizeBytes: number; sha256: string; ms: number };
type Target = { url: string; headers: Record<string, string> };

/** So many bytes, none of which repeats soon, of which one block is held. */
function makeBytes(sizeBytes: number) {
  const block = randomBytes(BLOCK_BYTES);
  /** Both ends lie between two blocks. */
  function* from(start: number, end = sizeBytes): Generator<Buffer> {
    for (let at = start; at < end; at += BLOCK_BYTES) {
      const part = Buffer.from(block.subarray(0, Math.min(end - at, BLOCK_BYTES)));
      part.writeUInt32LE(at / BLOCK_BYTES, 0);
      yield part;
    }
  }
  return { sizeBytes, from };
}
type Bytes = ReturnType<typeof makeBytes>;

function* hashed(blocks: Iterable<Buffer>, hash: ReturnType<typeof createHash>): Generator<Buffer> {
  for (const block of blocks) {
    hash.update(block);
    yield block;
  }
}

async function put(url: string, headers: OutgoingHttpHeaders, body: Iterable<Buffer>) {
  return new Promise<{ text: string; etag: string }>((resolve, reject) => {
    const sending = request(url, { method: "PUT", headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      if (response.statusCode === 200) resolve({ text, etag: response.headers.etag ?? "" });
      else reject(new Error(`The upload answered ${response.statusCode}: ${text}`));
    });
    sending.once("error", reject);
    pipeline(Readable.from(body), sending).catch(reject);
  });
}

/** What a server says of a body that it took; where it says nothing, reading it back shows what it has. */
const Stored = z.object({ size_bytes: z.number(), sha256: z.string() }).partial();

export async function upload(target: Target, sizeBytes: number): Promise<Transfer & { sent: string }> {
  const hash = createHash("sha256");
  const began = performance.now();
  const headers = { ...target.headers, "content-length": sizeBytes };
  const { text } = await put(target.url, headers, hashed(makeBytes(sizeBytes).from(0), hash));
  const sent = hash.digest("hex");
  const stored = Stored.parse(JSON.parse(text));
  const ms = performance.now() - began;
  return { sizeBytes: stored.size_bytes ?? sizeBytes, sha256: stored.sha256 ?? sent, sent, ms };
}

const Begun = z.object({
  upload_id: z.string(),
  credentials: z.array(z.object({ url: z.string(), part_number: z.number() })),
});
const PARTS_AT_ONCE = 4;

/** As MLflow's clients send a large file: in parts, some at once, without a token, and completed at the end. */
export async function uploadInParts(
  { url, headers }: Target,
  folder: string,
  name: string,
  { sizeBytes, partBytes }: { sizeBytes: number; partBytes: number },
): Promise<Transfer> {
  const bytes: Bytes = makeBytes(sizeBytes);
  const began = performance.now();
  const ask = async (step: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}/mlflow/api/2.0/mlflow-artifacts/mpu/${step}/${folder}`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ path: name, ...body }),
    });
    if (!response.ok) throw new Error(`mpu/${step} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const num_parts = Math.ceil(sizeBytes / partBytes);
  const { upload_id, credentials } = Begun.parse(await ask("create", { num_parts }));
  const parts: { part_number: number; etag: string }[] = [];
  const left = [...credentials];
  const sendSome = async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const start = (one.part_number - 1) * partBytes;
      const end = Math.min(start + partBytes, sizeBytes);
      const { etag } = await put(one.url, { "content-length": end - start }, bytes.from(start, end));
      parts.push({ part_number: one.part_number, etag });
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, sendSome));
  await ask("complete", { upload_id, parts });
  const ms = performance.now() - began;
  const hash = createHash("sha256");
  for (const block of bytes.from(0)) hash.update(block);
  return { sizeBytes, sha256: hash.digest("hex"), ms };
}

/** Reads everything and keeps nothing. */
export async function download(target: Target): Promise<Transfer> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    request(target.url, { headers: target.headers }, (response) => {
      if (response.statusCode !== 200 && response.statusCode !== 206)
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

/** A run that a task made, and the addresses of its artifacts. */
export async function runOfTask({ url, headers }: Target): Promise<{ folder: string; at: string }> {
  const response = await fetch(`${url}/mlflow/api/2.0/mlflow/runs/create`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ experiment_id: "0" }),
  });
  const { run } = z
    .object({ run: z.object({ info: z.object({ run_id: z.string() }) }) })
    .parse(await response.json());
  const folder = `0/${run.info.run_id}/artifacts`;
  return { folder, at: `${url}/mlflow/api/2.0/mlflow-artifacts/artifacts/${folder}` };
}
