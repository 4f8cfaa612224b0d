// npm run test:memory: `npm start` on throw-away state, used a little and left idle. All its processes and stores
// together must stay within one memory budget.
import { setTimeout as pause } from "node:timers/promises";
import { callApi, setUp, tokenOf } from "./api-client.mjs";
import { buildIfStale } from "./build-steps.mjs";
import { ROOT } from "./bundle.mjs";
import { megabytes, memoryTable, readMemory, sumBytes, whyNotReadable } from "./process-memory.mjs";
import { startThrowAway } from "./throw-away.mjs";

const BUDGET_BYTES = 1_536 * 2 ** 20;
const PAGES = [
  "/",
  "/pipelines",
  "/pipelines/hello",
  "/workers",
  "/artifacts",
  "/audit",
  "/settings/members",
];
const HELLO = { dag_id: "hello", tasks: [{ task_id: "hello", kind: "bash", command: ["echo", "hello"] }] };
const POLL_MS = 1_000;
/** Idle: so many readings in a row differ by no more than this share. */
const CALM = { readings: 5, share: 0.01 };
const MOST_READINGS = 60;

const why = whyNotReadable();
if (why) {
  console.log(`not run: ${why}`);
  process.exit(0);
}
process.chdir(ROOT);
await buildIfStale(ROOT, console.log);
const installation = await startThrowAway(ROOT, {}, ["npm", "start"]);
let processes;
try {
  await use(installation);
  processes = await whenIdle(installation.pid);
} finally {
  await installation.stop();
}
const bytes = sumBytes(processes);
console.log(memoryTable(processes));
console.log(`${megabytes(bytes)} MB of ${megabytes(BUDGET_BYTES)} MB`);
process.exit(bytes > BUDGET_BYTES ? 1 : 0);

/** Each process has done its work once: what it loads for that stays loaded. */
async function use({ url, setupToken }) {
  const session = await setUp(url, setupToken);
  const token = await tokenOf(url, session);
  await callApi(url, token, "PUT", "/api/v1/pipelines/hello", { parent_id: null, spec: HELLO });
  const { id } = await callApi(url, token, "POST", "/api/v1/pipelines/hello/runs", {});
  for (const path of [...PAGES, `/pipelines/hello/runs/${id}`]) {
    const page = await fetch(`${url}${path}`, { headers: { cookie: session }, redirect: "manual" });
    if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
    await page.text();
  }
  while (!(await callApi(url, token, "GET", `/api/v1/runs/${id}`)).finished_at) await pause(POLL_MS);
}

/** Waits until the sum stays as it is; after so many readings the last one counts. */
async function whenIdle(root) {
  const sums = [];
  for (;;) {
    const seen = readMemory(root);
    sums.push(sumBytes(seen));
    const last = sums.slice(-CALM.readings);
    const isCalm = last.length === CALM.readings && Math.max(...last) <= Math.min(...last) * (1 + CALM.share);
    if (isCalm || sums.length === MOST_READINGS) return seen;
    await pause(POLL_MS);
  }
}
