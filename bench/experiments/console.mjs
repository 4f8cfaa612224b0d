// What a person waits for where experiments are large: the comparison of a hundred runs, and pages of 12,000 metrics.
import { openBrowser } from "../pages/browser.mjs";
import { signIn } from "../pages/sign-in.mjs";
import { figure } from "../support/report.mjs";

const COMPARED = { experiment: "2000", runs: 100, keys: 500 };
const WIDE = { experiment: "3000", keys: 12_000, run: "c".repeat(32) };

export async function seedWide(db) {
  const { experiment, runs, keys } = COMPARED;
  await db.query(
    "INSERT INTO experiment (experiment_id, name) VALUES ($1, 'bench-compared'), ($2, 'bench-wide')",
    [experiment, WIDE.experiment],
  );
  const run = `${runs} - 1) i`;
  await db.query(`INSERT INTO experiment_run (run_id, experiment_id, name, status, start_time)
    SELECT md5('compared' || i)::uuid, ${experiment}, 'compared-' || i, 'FINISHED', i FROM generate_series(0, ${run}`);
  const each = `FROM generate_series(0, ${run} CROSS JOIN generate_series(0, ${keys} - 1) k`;
  await db.query(`INSERT INTO run_param (run_id, key, value, experiment_id)
    SELECT md5('compared' || i)::uuid, 'param_' || k, (i * k % 7)::text, ${experiment} ${each}`);
  await db.query(`INSERT INTO run_metric (run_id, experiment_id, key, value, step, timestamp, min_value, max_value)
    SELECT md5('compared' || i)::uuid, ${experiment}, 'metric_' || k, i * k % 13, 0, 1, i * k % 13, i * k % 13 ${each}`);
  await db.query(
    `INSERT INTO experiment_run (run_id, experiment_id, name, status, start_time)
     VALUES ($1::uuid, ${WIDE.experiment}, 'wide-run', 'FINISHED', 1)`,
    [WIDE.run],
  );
  await db.query(`WITH metric AS (
      INSERT INTO run_metric (run_id, experiment_id, key, value, step, timestamp)
      SELECT '${WIDE.run}'::uuid, ${WIDE.experiment}, 'layer/' || k || '/grad', k, 9, 9 FROM generate_series(1, ${WIDE.keys}) k
      RETURNING metric_id)
    INSERT INTO run_metric_point (metric_id, timestamp, step, value)
    SELECT metric_id, s, s, metric_id * s % 11 FROM metric CROSS JOIN generate_series(0, 9) s`);
  await db.query("ANALYZE");
}

export async function measureConsole({ url, token, db, rounds, say }) {
  say("comparing 100 runs");
  const { rows } = await db.query(
    `SELECT string_agg(replace(run_id::text, '-', ''), ',') AS ids FROM experiment_run WHERE experiment_id = ${COMPARED.experiment}`,
  );
  const compared = [];
  for (let round = 0; round < rounds; round++)
    compared.push(await timedFetch(`${url}/api/v1/comparison?runs=${rows[0].ids}`, token));
  return [
    figure("compare 100 runs x 1,000 keys, one request", "ms", compared, { aim: 1_500 }),
    ...(await openPages({ url, rounds, say })),
  ];
}

async function openPages({ url, rounds, say }) {
  const browser = await openBrowser(say);
  try {
    const page = await browser.page(await signIn(browser, url));
    const opens = {
      "open an experiment of 12,000 metrics": [`/experiments/${WIDE.experiment}`, "text=wide-run"],
      "open a run of 12,000 metrics": [
        `/experiments/${WIDE.experiment}/runs/${WIDE.run}`,
        "main svg.recharts-surface, main canvas",
      ],
    };
    const figures = [];
    for (const [name, [path, shown]] of Object.entries(opens)) {
      say(name);
      const took = [];
      // The first visit compiles what the process had not run yet.
      for (let round = 0; round <= rounds; round++) {
        const began = performance.now();
        await page.goto(url + path, { waitUntil: "commit" });
        await page.locator(shown).first().waitFor();
        if (round > 0) took.push(performance.now() - began);
      }
      figures.push(figure(name, "ms", took, { aim: 2_000 }));
    }
    return figures;
  } finally {
    await browser.close();
  }
}

async function timedFetch(address, token) {
  const began = performance.now();
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 200)}`);
  return performance.now() - began;
}
