import { beforeAll, describe, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { testStores } from "@/lib/testing";
import { deleteRun, logBatch, logInputs, searchRuns, updateRun } from "./index";
import { experimenter, runsIn } from "./testing";

const stores = testStores({ GWANJE_DATABASE_POOL: "12" });
const { ctx, experiment, run } = experimenter(stores);

let experimentId: string;
const idOf: Record<string, string> = {};

type Made = {
  metrics?: Record<string, number | "NaN">;
  params?: Record<string, string>;
  tags?: Record<string, string>;
  dataset?: [name: string, context: string];
  end?: number;
};
const keyValues = (values: Record<string, string> = {}) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

/** Runs a to f: each starts a second after the one before. */
const MADE: Record<string, Made> = {
  a: {
    metrics: { loss: 1, "val.loss": 3 },
    params: { lr: "0.1", opt: "adam" },
    tags: { team: "blue" },
    dataset: ["train-set", "train"],
    end: 100,
  },
  b: {
    metrics: { loss: 2 },
    params: { lr: "0.2", opt: "Adam" },
    tags: { team: "red" },
    dataset: ["test-set", "eval"],
  },
  c: { metrics: { loss: "NaN" }, params: { opt: "sgd%" }, tags: { "a b": "x" } },
  d: { params: { lr: "0.1", long: `${"x".repeat(3_000)}1` } },
  e: { metrics: { loss: -1 }, params: { long: `${"x".repeat(3_000)}2` }, end: 50 },
  f: {},
};

beforeAll(async () => {
  experimentId = await experiment("search");
  for (const [at, [name, made]] of Object.entries(MADE).entries()) {
    const run_id = await run(experimentId, { run_name: name, start_time: 1_000 * (at + 1) });
    idOf[name] = run_id;
    await logBatch(ctx(), {
      run_id,
      metrics: Object.entries(made.metrics ?? {}).map(([key, value]) => ({ key, value, timestamp: 1 })),
      params: keyValues(made.params),
      tags: keyValues(made.tags),
    });
    if (made.dataset) {
      const [dataset, context] = made.dataset;
      const tags = [{ key: "mlflow.data.context", value: context }];
      await logInputs(ctx(), {
        run_id,
        datasets: [{ dataset: { name: dataset, digest: `d-${name}` }, tags }],
      });
    }
    if (made.end) await updateRun(ctx(), { run_id, status: "FINISHED", end_time: made.end });
  }
});

/** Names in their order, page by page of `size`. */
async function names(input: Partial<Parameters<typeof searchRuns>[1]> = {}, size = 100): Promise<string> {
  const found: string[] = [];
  let token: string | null = null;
  do {
    const page = await searchRuns(ctx(), {
      experiment_ids: [experimentId],
      max_results: size,
      ...input,
      ...(token && { page_token: token }),
    });
    found.push(...runsIn(page.runs).map(({ info }) => info.run_name));
    token = page.nextPageToken;
  } while (token);
  return found.join("");
}

describe("a filter finds", () => {
  test.each([
    ["", "fedcba"],
    ["metrics.loss > 0", "ba"],
    ["metrics.loss >= 1", "ba"],
    ["metrics.loss < 1", "e"],
    ["metrics.loss <= 1", "ea"],
    ["metrics.loss = 2", "b"],
    ["metrics.loss != 2", "eca"],
    ["metrics.loss > 0 AND metrics.loss < 1.5", "a"],
    ["metrics.val.loss = 3", "a"],
    ["metrics.none != 1", ""],
    ["params.lr = '0.1'", "da"],
    ["params.lr != '0.1'", "b"],
    ["params.opt LIKE 'a%'", "a"],
    ["params.opt ILIKE 'A%'", "ba"],
    ["params.opt LIKE 'sgd\\%'", "c"],
    ["params.opt IS NULL", "fed"],
    ["params.opt IS NOT NULL", "cba"],
    [`params.long = '${"x".repeat(3_000)}2'`, "e"],
    ["tags.team = 'blue'", "a"],
    ["tags.`a b` = 'x'", "c"],
    ["tags.team IS NULL AND metrics.loss > -5", "e"],
    ["run_name = 'b'", "b"],
    ["tags.mlflow.runName LIKE '%'", "fedcba"],
    ["attributes.run_name ILIKE 'B'", "b"],
    ["status = 'FINISHED'", "ea"],
    ["status != 'FINISHED'", "fdcb"],
    ["user_id = ''", "fedcba"],
    ["start_time >= 5000", "fe"],
    ["start_time > 4999.5", "fe"],
    ["end_time < 60", "e"],
    ["end_time != 50", "a"],
    ["start_time < 1e30", "fedcba"],
    ["dataset.name = 'train-set'", "a"],
    ["datasets.name LIKE '%set'", "ba"],
    ["dataset.context IN ('eval', 'x')", "b"],
    ["dataset.digest NOT IN ('d-a')", "b"],
    ["metrics.loss > 0 AND params.lr = '0.1' AND tags.team = 'blue'", "a"],
    ["metrics.loss > 0 OR params.lr = '0.1'", "dba"],
    ["NOT metrics.loss > 0", "fedc"],
    ["NOT end_time > 60", "fedcb"],
    ["NOT (params.lr = '0.1' OR tags.team = 'red')", "fec"],
    ["params.opt IN ('adam', 'Adam')", "ba"],
  ])("%s: %s", async (filter, expected) => {
    expect(await names({ filter })).toBe(expected);
  });

  test("by id, whole or in part, also ids that are none", async () => {
    const [a = "", b = ""] = [idOf.a, idOf.b];
    expect(await names({ filter: `run_id IN ('${a}', '${b}', 'none')` })).toBe("ba");
    expect(await names({ filter: `run_id NOT IN ('${a}', 'none')` })).toBe("fedcb");
    expect(await names({ filter: `attributes.run_id = '${a}'` })).toBe("a");
    expect(await names({ filter: "run_id = 'none'" })).toBe("");
    expect(await names({ filter: "run_id != 'none'" })).toBe("fedcba");
    expect(await names({ filter: `run_id LIKE '%${b.slice(-20)}'` })).toBe("b");
    expect(await names({ filter: `artifact_uri = 'mlflow-artifacts:/${experimentId}/${a}/artifacts'` })).toBe(
      "a",
    );
  });
});

describe("an order puts", () => {
  test.each([
    ["metrics.loss", "eabcfd"],
    ["metrics.loss DESC", "baecfd"],
    ["params.lr", "dabfec"],
    ["params.lr DESC", "bdafec"],
    ["tags.team DESC", "bafedc"],
    ["params.long", "defcba"],
    ["start_time ASC", "abcdef"],
    ["end_time", "eafdcb"],
    ["end_time DESC", "aefdcb"],
    ["attribute.status", "eafdcb"],
    ["run_name DESC", "fedcba"],
  ])("%s: %s, whatever the size of a page", async (entry, expected) => {
    for (const size of [1, 2, 4, 100]) expect(await names({ order_by: [entry] }, size)).toBe(expected);
  });

  test("several at once", async () => {
    expect(await names({ order_by: ["params.lr DESC", "metrics.loss ASC", "run_id"] }, 2)).toBe("badecf");
  });
});

test("experiments are searched together, unknown ones are nothing, and deleted runs when asked for", async () => {
  const other = await experiment();
  const gone = await run(other, { run_name: "x", start_time: 3_500 });
  const both = [experimentId, other, "nonsense", "123456789"];
  expect(await names({ experiment_ids: both }, 2)).toBe("fedxcba");
  await deleteRun(ctx(), { run_id: gone });
  expect(await names({ experiment_ids: both })).toBe("fedcba");
  expect(await names({ experiment_ids: both, view_type: "ALL" })).toBe("fedxcba");
  expect(await names({ experiment_ids: both, view_type: "DELETED_ONLY" })).toBe("x");
  expect(await names({ experiment_ids: [] })).toBe("");
});

test("pages neither lose nor repeat a run while others come and go", async () => {
  const id = await experiment();
  const before: string[] = [];
  for (let at = 0; at < 30; at++) before.push(await run(id, { start_time: at % 5 }));
  const seen: string[] = [];
  let token: string | null = null;
  do {
    const page = await searchRuns(ctx(), {
      experiment_ids: [id],
      max_results: 4,
      ...(token && { page_token: token }),
    });
    seen.push(...runsIn(page.runs).map(({ info }) => info.run_id));
    token = page.nextPageToken;
    await run(id, { start_time: 9 });
    await run(id, { start_time: 9 });
  } while (token);
  expect(seen.sort()).toEqual(before.sort());
});

describe("a page of heavy runs ends early, and the next goes on with the run behind it", () => {
  /** How many runs each page has; each run comes once. */
  async function pagesOf(id: string, made: readonly string[], max_results: number): Promise<number[]> {
    const seen: string[] = [];
    const sizes: number[] = [];
    let token: string | null = null;
    do {
      const page = await searchRuns(ctx(), {
        experiment_ids: [id],
        max_results,
        ...(token && { page_token: token }),
      });
      const ids = runsIn(page.runs).map(({ info }) => info.run_id);
      seen.push(...ids);
      sizes.push(ids.length);
      token = page.nextPageToken;
    } while (token);
    expect(seen.sort()).toEqual([...made].sort());
    return sizes;
  }

  test("of data, whatever the limit", async () => {
    const id = await experiment();
    const dataset = { name: "heavy", digest: "h" };
    const made: string[] = [];
    for (let at = 0; at < 4; at++) {
      const run_id = await run(id, { start_time: at });
      // The data are kept once: the first run brings their profile for all.
      const profile = at === 0 ? "x".repeat(6_000_000) : undefined;
      await logInputs(ctx(), { run_id, datasets: [{ dataset: { ...dataset, profile } }] });
      made.push(run_id);
    }
    expect(await pagesOf(id, made, 1_000)).toEqual([3, 1]);
    expect(await pagesOf(id, made, 3)).toEqual([3, 1]);
    expect(await pagesOf(id, made, 2)).toEqual([2, 2]);
  });

  test("of parameters, one run at least", async () => {
    const id = await experiment();
    const made = [await run(id), await run(id)];
    for (const run_id of made)
      await poolSql(stores.db.pool).rows(
        `INSERT INTO run_param (run_id, key, value, experiment_id)
         SELECT $1::uuid, 'p' || n, repeat('x', 6000), $2::bigint FROM generate_series(1, 3000) n`,
        [run_id, id],
      );
    expect(await pagesOf(id, made, 100)).toEqual([1, 1]);
  });
});

describe("a page token", () => {
  const first = async () =>
    (await searchRuns(ctx(), { experiment_ids: [experimentId], max_results: 1 })).nextPageToken ?? "";
  test("goes with its own search only", async () => {
    const page_token = await first();
    for (const other of [
      { filter: "metrics.loss > 0" },
      { order_by: ["run_id"] },
      { view_type: "ALL" as const },
      { experiment_ids: ["0"] },
    ])
      await expect(
        searchRuns(ctx(), { experiment_ids: [experimentId], ...other, page_token }),
      ).rejects.toThrow(InvalidError);
  });

  test("that was made up is refused, also with values that the database could not read", async () => {
    const forged = (k: unknown) => {
      const token = Buffer.from(JSON.stringify(k)).toString("base64url");
      return expect(searchRuns(ctx(), { experiment_ids: [experimentId], page_token: token })).rejects.toThrow(
        InvalidError,
      );
    };
    const { q } = JSON.parse(Buffer.from(await first(), "base64url").toString());
    const uuid = "01900000-0000-7000-8000-000000000001";
    for (const k of [
      ["x", uuid],
      ["1", "x"],
      ["1"],
      ["1", uuid, "1"],
      ["99999999999999999999", uuid],
      [1, uuid],
      ["1'; --", uuid],
    ])
      await forged({ q, k });
    await forged({ offset: 10 ** 12 });
    await forged([]);
  });
});

test.each([0, -1, 50_001, 1.5])("max_results %d is refused", async (max_results) => {
  await expect(searchRuns(ctx(), { experiment_ids: [experimentId], max_results })).rejects.toThrow(
    InvalidError,
  );
});

test("a value that is written to look like SQL is a value", async () => {
  const id = await experiment();
  const value = "'; DROP TABLE run_tag; --";
  await logBatch(ctx(), { run_id: await run(id, { run_name: "y" }), params: [{ key: "p", value }] });
  expect(await names({ experiment_ids: [id], filter: `params.p = "${value}"` })).toBe("y");
});
