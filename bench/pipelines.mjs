// What the engine adds to the work: chains of small tasks, a wide graph, the way from a click to a process, long tasks,
// and the grid. README.md beside this file says what each figure means.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baselines, runBare, runUpdates, startBareAnswer, startBareTrigger } from "./support/bare.mjs";
import { startInstallation } from "./support/installation.mjs";
import { figure } from "./support/report.mjs";

const TASKS = 40;
const WIDE = 1_000;
const LONG = 10;
const IDLE_TRIGGERS = 60;
const IDLE_PAUSE_MS = 150;
const POLL_MS = 10;
const GRID = { tasks: 500, runs: 50, reads: 20 };

const FIBONACCI = "def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\n";
const PROGRAMS = {
  bash: ["bash", "-c", "a=0 b=1; for i in {1..10}; do c=$((a + b)) a=$b b=$c; done; echo $a"],
  python: ["python3", "-c", `${FIBONACCI}print(f(10))\n`],
  node: ["node", "-e", ""],
  first: ["bash", "-c", 'echo "$EPOCHREALTIME"'],
  long: ["python3", "-c", `${FIBONACCI}f(33)\n`],
};

export async function bench({ root, rounds, say }) {
  const folder = join(root, ".test", `bench-pipelines-${process.pid}`);
  writePipelines(folder);
  const installation = await startInstallation(root, { GWANJE_PIPELINES_DIR: folder });
  try {
    const figures = await measure(installation, rounds, say);
    return { figures, stores: await installation.versions() };
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(installation, rounds, say) {
  const figures = [];
  await waitForPipelines(installation);
  say("store baselines");
  figures.push(...(await baselines(installation)));
  const kinds = [
    ["bash", 0.5],
    ["python", 1.3],
    ["node", undefined],
  ];
  for (const [kind, aim] of kinds) {
    for (const shape of ["chain", "fan-out"]) {
      say(`${TASKS} ${kind} tasks, ${shape}`);
      const pipeline = `bench-${kind}-${shape}`;
      await runOnce(installation, pipeline);
      const [ours, bare, hops] = [[], [], []];
      for (let round = 0; round < rounds; round++) {
        bare.push(await runBare(PROGRAMS[kind], TASKS, shape === "chain" ? 1 : 8));
        const run = await runOnce(installation, pipeline);
        ours.push(run.totalMs / 1_000);
        hops.push(...(await claimToClaim(installation, run.id)));
      }
      const name = `${TASKS} ${kind === "node" ? "no-op" : "light"} ${kind} tasks, ${shape}`;
      const options = {
        aim: shape === "chain" ? aim : undefined,
        bare: { name: "processes alone", samples: bare },
      };
      figures.push(figure(name, "s", ours, options));
      if (kind !== "bash" || shape !== "chain") continue;
      const alone = bare.map((seconds) => (seconds / TASKS) * 1_000);
      figures.push(
        figure("of it, from one claim to the next", "ms", hops, {
          bare: { name: "a process alone", samples: alone },
        }),
      );
    }
  }
  figures.push(...(await triggers(installation, say)));
  figures.push(await wide(installation, "empty", rounds, say, 300));
  figures.push(await wide(installation, "process", Math.min(rounds, 3), say));
  figures.push(await long(installation, Math.min(rounds, 3), say));
  figures.push(await grid(installation, say));
  return figures;
}

/** From the request leaving us to the claim, and to the first line of the task's own process. */
async function triggers(installation, say) {
  say(`${IDLE_TRIGGERS} triggers on an idle installation`);
  const least = await startBareTrigger(installation, PROGRAMS.first);
  const [ours, bare] = [[], []];
  for (let n = 0; n < IDLE_TRIGGERS + 5; n++) {
    await pause(IDLE_PAUSE_MS);
    const peer = await least.trigger();
    await pause(IDLE_PAUSE_MS);
    const run = await runOnce(installation, "bench-first");
    if (n < 5) continue;
    bare.push(peer);
    ours.push({
      answeredMs: run.answeredMs,
      claimedMs: run.first.claimedAt - run.sentAt,
      endedMs: run.first.processAt - run.sentAt,
    });
  }
  least.close();
  const of = (name, key, peer, options) =>
    figure(
      name,
      "ms",
      ours.map((one) => one[key]),
      { ...options, bare: { name: peer, samples: bare.map((one) => one[key]) } },
    );
  const popped = "request, commit, pop";
  return [
    of("trigger -> first task running, p50", "claimedMs", popped, { aim: 25 }),
    of("trigger -> first task running, p95", "claimedMs", popped, { aim: 60, pick: "p95" }),
    of("trigger -> its process runs, p50", "endedMs", `${popped}, process`),
    of("trigger -> its process runs, p95", "endedMs", `${popped}, process`, { pick: "p95" }),
    of("trigger -> answer of the API, p50", "answeredMs", "request, commit"),
  ];
}

async function wide(installation, kind, rounds, say, aim) {
  say(`${WIDE} ${kind} tasks at once`);
  const [ours, bare] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const alone = kind === "empty" ? runUpdates(installation, WIDE) : runBare(["true"], WIDE, 8);
    bare.push(WIDE / (await alone));
    const { totalMs } = await runOnce(installation, `bench-wide-${kind}`);
    ours.push(((WIDE + 2) / totalMs) * 1_000);
  }
  const what = kind === "empty" ? "no-op (empty)" : "bash processes";
  const peer = kind === "empty" ? "updates, each committed" : "processes alone";
  return figure(`fan-out of ${WIDE} ${what}`, "tasks/s", ours, {
    aim,
    better: "higher",
    bare: { name: peer, samples: bare },
  });
}

async function long(installation, rounds, say) {
  say(`${LONG} long tasks against the bare processes`);
  const [ours, bare] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bare.push(await runBare(PROGRAMS.long, LONG, 8));
    ours.push((await runOnce(installation, "bench-long")).totalMs / 1_000);
  }
  return figure(`${LONG} long CPU tasks`, "s", ours, {
    aimRatio: 1.05,
    bare: { name: "processes alone", samples: bare },
  });
}

async function grid(installation, say) {
  say(`grid of ${GRID.tasks} tasks x ${GRID.runs} runs`);
  for (let n = 0; n < GRID.runs; n++) await runOnce(installation, "bench-grid");
  const path = `/api/v1/pipelines/bench-grid/grid?limit=${GRID.runs}`;
  const answer = await installation.api("GET", path);
  if (answer.cells.length !== GRID.runs || answer.cells[0].length !== GRID.tasks)
    throw new Error("The grid does not hold what was made");
  const same = await startBareAnswer(answer);
  const [ours, bare] = [[], []];
  for (let n = 0; n < GRID.reads + 3; n++) {
    const peer = await same.read();
    const sent = performance.now();
    await installation.api("GET", path);
    if (n < 3) continue;
    bare.push(peer);
    ours.push(performance.now() - sent);
  }
  same.close();
  return figure(`grid API, ${GRID.tasks} tasks x ${GRID.runs} runs`, "ms", ours, {
    aim: 150,
    bare: { name: "the same JSON", samples: bare },
  });
}

/**
 * Triggers over the API and waits until the end can be seen: the database's own time of the end is when its last
 * transaction began, which for a run of empty tasks is before any of the work.
 */
async function runOnce({ api, db }, dagId) {
  let sentAt = Date.now();
  const { id } = await api("POST", `/api/v1/pipelines/${dagId}/runs`, {}, () => {
    sentAt = Date.now();
  });
  const answeredMs = Date.now() - sentAt;
  for (;;) {
    const { rows } = await db.query("SELECT state, finished_at FROM dag_run WHERE id = $1", [id]);
    const [run] = rows;
    if (run?.finished_at) {
      const totalMs = Date.now() - sentAt;
      if (run.state !== "success") throw new Error(`${dagId} ended as ${run.state}`);
      return { id, sentAt, answeredMs, totalMs, first: await firstTask(db, id) };
    }
    await pause(POLL_MS);
  }
}

/** The hops of a chain: a task, and all that lies between it and the next. */
async function claimToClaim({ db }, runId) {
  const { rows } = await db.query(
    `SELECT extract(epoch FROM started_at - lag(started_at) OVER (ORDER BY started_at)) * 1000 AS ms
     FROM task_attempt WHERE run_id = $1 ORDER BY started_at`,
    [runId],
  );
  return rows.slice(1).map((row) => Number(row.ms));
}

async function firstTask(db, runId) {
  const { rows } = await db.query(
    "SELECT started_at, result FROM task_attempt WHERE run_id = $1 ORDER BY started_at LIMIT 1",
    [runId],
  );
  return { claimedAt: rows[0].started_at.getTime(), processAt: (rows[0].result?.at ?? Number.NaN) * 1_000 };
}

function writePipelines(folder) {
  const light = (kind) => {
    if (kind === "bash") return { kind, command: PROGRAMS.bash };
    return kind === "python" ? { kind, script: "light.py" } : { kind, script: "nothing.ts" };
  };
  for (const kind of ["bash", "python", "node"]) {
    const ids = Array.from({ length: TASKS }, (_, at) => `t${at}`);
    const chain = ids.map((task_id, at) => ({
      task_id,
      depends_on: at > 0 ? [`t${at - 1}`] : [],
      ...light(kind),
    }));
    const fanOut = ids.map((task_id) => ({ task_id, ...light(kind) }));
    write(`bench-${kind}-chain`, chain);
    write(`bench-${kind}-fan-out`, fanOut);
  }
  const result = 'printf \'{"at": %s}\' "$EPOCHREALTIME" > "$GWANJE_RESULT_FILE"';
  write("bench-first", [{ task_id: "first", kind: "bash", command: ["bash", "-c", result] }]);
  const wide = (task) => [
    { task_id: "from", kind: "empty" },
    ...Array.from({ length: WIDE }, (_, at) => ({ task_id: `t${at}`, depends_on: ["from"], ...task })),
    { task_id: "to", kind: "empty", depends_on: Array.from({ length: WIDE }, (_, at) => `t${at}`) },
  ];
  write("bench-wide-empty", wide({ kind: "empty" }));
  write("bench-wide-process", wide({ kind: "bash", command: ["true"] }));
  write(
    "bench-long",
    Array.from({ length: LONG }, (_, at) => ({ task_id: `t${at}`, kind: "bash", command: PROGRAMS.long })),
  );
  write(
    "bench-grid",
    Array.from({ length: GRID.tasks }, (_, at) => ({ task_id: `t${at}`, kind: "empty" })),
  );

  function write(dagId, tasks) {
    const dir = join(folder, dagId);
    mkdirSync(dir, { recursive: true });
    // YAML reads JSON.
    writeFileSync(
      join(dir, "pipeline.yaml"),
      JSON.stringify({ dag_id: dagId, max_active_tasks: WIDE, tasks }),
    );
    writeFileSync(join(dir, "light.py"), `${FIBONACCI}print(f(10))\n`);
    writeFileSync(join(dir, "nothing.ts"), "export {};\n");
  }
}

async function waitForPipelines({ db }) {
  const until = Date.now() + 60_000;
  for (;;) {
    const { rows } = await db.query("SELECT count(*)::int AS n FROM dag WHERE head_version_id IS NOT NULL");
    if (rows[0].n >= 10) return;
    const errors = await db.query("SELECT file_path, message FROM import_error");
    if (Date.now() > until || errors.rowCount > 0)
      throw new Error(`The pipelines were not loaded: ${JSON.stringify(errors.rows)}`);
    await pause(100);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
