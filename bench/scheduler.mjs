// 10,000 pipelines due in the same minute: until each has its run, until the last has started, and the list of them.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { figure } from "./support/report.mjs";

const PIPELINES = 10_000;
const AIM_S = 30;

export async function bench({ root, rounds, say }) {
  const outdir = join(root, "dist", "run");
  await bundle([join(root, "workers/scheduler/testing.ts")], outdir);
  const { measureSchedule } = await import(pathToFileURL(join(outdir, "testing.js")).href);
  const figures = [];
  let stores;
  for (const schedulers of [1, 2]) {
    const measured = [];
    for (let round = 0; round < rounds; round++) {
      say(`${PIPELINES} pipelines due, ${schedulers} at it`);
      measured.push(await measureSchedule(PIPELINES, schedulers));
    }
    stores = measured[0].stores;
    const of = (key) => measured.map((one) => one[key] / 1_000);
    const who = schedulers === 1 ? "one scheduler" : "two schedulers";
    const rows = { bare: { name: "as many rows, each committed", samples: of("rowsMs") } };
    figures.push(
      figure(`${PIPELINES} due, ${who}: all runs made`, "s", of("madeMs"), { aim: AIM_S, ...rows }),
      figure(`${PIPELINES} due, ${who}: all started`, "s", of("startedMs"), rows),
      figure(`longest round, ${who}`, "s", of("longestRoundMs")),
    );
    if (schedulers > 1) continue;
    figures.push(
      figure(`all pages of ${PIPELINES} pipelines`, "s", of("listMs"), {
        bare: { name: "their rows in one query", samples: of("readMs") },
      }),
      figure(`one page of ${PIPELINES} pipelines`, "s", of("pageMs")),
    );
  }
  return { figures, stores };
}
