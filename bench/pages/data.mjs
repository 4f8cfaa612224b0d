// Rows for every list, and no work for the machine that measures: the runs of a paused pipeline wait.
export const DATA = {
  list: "long_list",
  grid: "wide_grid",
  graph: "wide_graph",
  told: "told_at_once",
  log: "chatty",
};
export const SIZES = {
  runs: 200,
  gridTasks: 200,
  gridRuns: 25,
  graphTasks: 500,
  logLines: 200_000,
  logRecords: 200_000,
};

/** The service of the records of the log search. */
export const CHATTY = "chatty-shop";
const RECORDS_AT_ONCE = 5_000;
const RECORD_MS = 10;

/** Answers the newest run of the long list, and the run with the long log, ended. */
export async function makeData(installation) {
  const runId = await waiting(installation, DATA.list, 3, SIZES.runs);
  await waiting(installation, DATA.grid, SIZES.gridTasks, SIZES.gridRuns);
  await waiting(installation, DATA.graph, SIZES.graphTasks, 1);
  await save(installation, DATA.told, layered(1));
  await startRun(installation, DATA.told);
  const wrapped = "and on ".repeat(40);
  const script = `awk 'BEGIN { for (i = 1; i <= ${SIZES.logLines}; i++) printf "line %d \\033[3%dmof a log\\033[0m %s\\n", i, i % 7 + 1, (i % 50 == 0 ? "${wrapped}" : "") }'`;
  await save(installation, DATA.log, [{ task_id: "print", kind: "bash", command: ["bash", "-c", script] }]);
  await sendRecords(installation);
  return { runId, logRunId: await succeeded(installation, await startRun(installation, DATA.log)) };
}

/** Records of the last 34 minutes, one every 10 ms. */
async function sendRecords({ url, token }) {
  const begins = Date.now() - SIZES.logRecords * RECORD_MS;
  const record = (at) =>
    JSON.stringify({
      timestamp: new Date(begins + at * RECORD_MS).toISOString(),
      ...{ service: CHATTY, level: at % 50 === 0 ? "error" : "info", message: `record ${at + 1} of many` },
    });
  for (let from = 0; from < SIZES.logRecords; from += RECORDS_AT_ONCE) {
    const body = Array.from({ length: RECORDS_AT_ONCE }, (_, at) => record(from + at)).join("\n");
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" };
    const answer = await fetch(`${ingestUrl(url)}/logs/`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`Ingest answered ${answer.status}: ${await answer.text()}`);
  }
}

/** The serving process listens beside the console. */
function ingestUrl(url) {
  return `http://127.0.0.1:${Number(new URL(url).port) + 1}/ingest`;
}

export async function save({ api }, dagId, tasks) {
  await api("PUT", `/api/v1/pipelines/${dagId}`, { parent_id: null, spec: { dag_id: dagId, tasks } });
}

export async function startRun({ api }, dagId) {
  return (await api("POST", `/api/v1/pipelines/${dagId}/runs`, {})).id;
}

async function waiting(installation, dagId, tasks, runs) {
  await save(installation, dagId, layered(tasks));
  await installation.api("PATCH", `/api/v1/pipelines/${dagId}`, { is_paused: true });
  let newest = "";
  for (let made = 0; made < runs; made++) newest = await startRun(installation, dagId);
  return newest;
}

/** Layers of ten, each task after two of the layer above. */
function layered(count) {
  const name = (at) => `t${String(at).padStart(4, "0")}`;
  return Array.from({ length: count }, (_, at) => ({
    task_id: name(at),
    kind: "empty",
    depends_on: at < 10 ? [] : [name(at - 10), name(10 * Math.floor(at / 10) - 10 + ((at + 1) % 10))],
  }));
}

async function succeeded({ db }, runId) {
  for (;;) {
    const { rows } = await db.query("SELECT state, finished_at FROM dag_run WHERE id = $1", [runId]);
    if (rows[0].state === "success") return runId;
    if (rows[0].finished_at) throw new Error(`The run ended as ${rows[0].state}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
