// From the request that brings a record to the event of a tail that shows it. Both are sent from here, by one clock.
import { figure } from "../support/report.mjs";

const RECORDS = 40;
const AIM_MS = 1_000;

export async function measureTail({ url, session, ingest, token, say }) {
  say("tail: records one by one");
  const ended = new AbortController();
  const response = await fetch(
    `${url}/api/v1/log-records/tail?q=${encodeURIComponent("service:bench-tail")}`,
    {
      headers: { cookie: session },
      signal: ended.signal,
    },
  );
  if (!response.ok) throw new Error(`The tail answered ${response.status}: ${await response.text()}`);
  const seen = new Map();
  const reading = readTail(response.body, seen).catch((error) => {
    if (!ended.signal.aborted) throw error;
  });
  const took = [];
  for (let n = 0; n < RECORDS; n++) {
    const message = `tail ${n}`;
    const arrived = new Promise((done) => seen.set(message, done));
    const sent = performance.now();
    const answer = await fetch(`${ingest}/logs/`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ service: "bench-tail", message, n: sent }),
    });
    if (!answer.ok) throw new Error(`Ingest answered ${answer.status}`);
    await arrived;
    took.push(performance.now() - sent);
    // Not in step with the looks of the tail.
    await new Promise((done) => setTimeout(done, Math.random() * 300));
  }
  ended.abort();
  await reading;
  const name = "from the request of a record to its event of a tail";
  return [
    figure(`${name}, p50`, "ms", took, { aim: AIM_MS }),
    figure(`${name}, p95`, "ms", took, { aim: AIM_MS, pick: "p95" }),
  ];
}

async function readTail(body, seen) {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      for (const { message } of JSON.parse(data ?? "{}").data ?? []) seen.get(message)?.();
    }
  }
}
