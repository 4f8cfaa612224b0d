// Online features and predictions, with a token, checks and the log of predictions on, under the load of
// ../shared/reference/serving_bench.py: one serving process of ours, and where PyPI is reachable Feast's Python server, and
// FastAPI with onnxruntime and the same model, in turn in one run.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setUp, tokenOf } from "../scripts/api-client.mjs";
import { startThrowAway } from "../scripts/throw-away.mjs";
import { findProcess, megabytes } from "./experiments/memory.mjs";
import { defineFeatures, FRACTIONS, SERVICE } from "./serving/features.mjs";
import { runLoad } from "./serving/load.mjs";
import { linearModel, mlmodelOf } from "./serving/model.mjs";
import { registerModel, serveModel } from "./serving/models.mjs";
import { startPeers } from "./serving/peers.mjs";
import { uploading } from "./serving/uploads.mjs";
import { figure } from "./support/report.mjs";
import { storeVersions } from "./support/store-versions.mjs";

const SCOPES = [
  ...["features:read", "features:write", "experiments:read", "experiments:write"],
  ...["models:read", "models:write", "endpoints:read", "endpoints:write", "predictions:run"],
];
const UPLOAD_MB_PER_SECOND = 10;
const JOINED = "joined";
/** Of the flood of calls: the default is for people. */
const LIMITS = { GWANJE_LOG_LEVEL: "warn" };

export async function bench({ root, rounds, say }) {
  const load = resolve(root, "..", "shared", "reference", "serving_bench.py");
  if (!existsSync(load)) throw new Error(`${load} is not there: it sends the load.`);
  const data = join(root, ".test", "bench-serving");
  mkdirSync(data, { recursive: true });
  const peers = await startPeers({ load, data, say });
  const installation = await startThrowAway(root, LIMITS);
  try {
    const stores = JSON.parse(readFileSync(join(installation.home, "env.json"), "utf8"));
    const token = await tokenOf(
      installation.url,
      await setUp(installation.url, installation.setupToken),
      SCOPES,
    );
    const serving = `http://127.0.0.1:${Number(new URL(installation.url).port) + 1}`;
    const pid = findProcess(installation.pid, "serving.js");
    const target = { url: installation.url, serving, token };
    say("defining features, and writing 10,000 entities of 5 views");
    await defineFeatures(target);
    const models = peers.fastapi?.models ?? { linear: linearModel() };
    for (const [name, bytes] of Object.entries(models)) {
      await registerModel(target, name, bytes);
      await serveModel(target, name);
    }
    await registerModel(target, JOINED, linearModel(), mlmodelOf(FRACTIONS));
    await serveModel(target, JOINED, { feature_service: SERVICE });
    const idleMb = megabytes(pid);
    const measured = (options) => runLoad({ load, data, rounds, token, pid, say, ...options });
    const figures = await measured({
      kind: "features",
      url: `${serving}/feature`,
      peer: peers.feast,
      aimRatio: 8,
    });
    for (const name of Object.keys(models))
      figures.push(
        ...(await measured({
          ...{ kind: "predict", url: serving, path: `/predict/${name}`, name },
          ...{ peer: peers.fastapi, aimRatio: name === "trees" ? 2 : undefined },
        })),
      );
    const joined = { kind: "predict", url: serving, path: `/predict/${JOINED}`, rows: "1" };
    const body = '{"instances": [{"driver_id": 7}]}';
    figures.push(...(await measured({ ...joined, body, name: "50 features joined" })));
    const [name] = Object.keys(models);
    const uploads = await uploading(target, UPLOAD_MB_PER_SECOND);
    try {
      const mixed = { kind: "predict", url: serving, path: `/predict/${name}`, rows: "1" };
      figures.push(...(await measured({ ...mixed, name: `${name} beside uploads of 10 MB/s` })));
    } finally {
      const sent = await uploads.stop();
      figures.push(figure("uploads meanwhile", "MB/s", [sent], { better: "higher" }));
    }
    figures.push(
      figure("memory before the load, with the models' processes", "MB", [idleMb]),
      figure("memory after it", "MB", [megabytes(pid)]),
    );
    return { stores: await storeVersions(stores), figures };
  } finally {
    await installation.stop();
    await peers.stop();
  }
}
