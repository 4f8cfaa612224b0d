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
    const of = (pick, divisor) => measured.map((one) => pick(one) / divisor);
    const who = schedulers === 1 ? "one scheduler" : "two schedulers";
    figures.push(
      figure(
        `${PIPELINES} due, ${who}: all runs made`,
        "s",
        of((one) => one.madeMs, 1_000),
        { aim: AIM_S },
      ),
      figure(
        `${PIPELINES} due, ${who}: all started`,
        "s",
        of((one) => one.startedMs, 1_000),
      ),
      figure(
        `longest round, ${who}`,
        "s",
        of((one) => one.longestRoundMs, 1_000),
      ),
    );
    if (schedulers > 1) continue;
    figures.push(
      figure(
        `one page of ${PIPELINES} pipelines`,
        "ms",
        of((one) => one.pageMs, 1),
      ),
      figure(
        `all pages of ${PIPELINES} pipelines`,
        "s",
        of((one) => one.listMs, 1_000),
      ),
    );
  }
  return { figures, stores };
}
