import { watch } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openBare, untilMore } from "./browser.mjs";
import { DATA } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const STARTED_AIM_MS = 1_000;
const SAVED_AIM_MS = 2_000;
const BARE_ROW = "li.row";

/** What happens elsewhere is in the open list: a run that another one starts, a file that is saved. */
export async function elsewhere({ installation, bare, browser, session, rounds, say }) {
  return onTwoPages(browser, session, async (page, plain) => {
    await openBare(plain, bare.url);
    say("a run that is started -> its row");
    await page.goto(`${installation.url}/pipelines/${DATA.told}`);
    await page.locator("tr[data-row-id^=run_]").first().waitFor();
    const started = await inTurn(
      rounds,
      () => untilMore(page, "tr[data-row-id^=run_]", () => start(installation)),
      () => untilMore(plain, BARE_ROW, () => post(bare.url)),
    );
    say("a file that is saved -> its row");
    await page.goto(`${installation.url}/pipelines`);
    await page.locator(`tr[data-row-id=${DATA.list}]`).waitFor();
    const pipelines = join(installation.home, "pipelines");
    const watched = join(installation.home, "watched");
    await mkdir(watched);
    const watcher = watch(watched, () => bare.tell("saved"));
    const saved = await inTurn(
      rounds,
      () => untilMore(page, "tr[data-row-id^=saved_]", () => saveIn(pipelines)),
      () => untilMore(plain, BARE_ROW, () => saveIn(watched)),
    );
    watcher.close();
    return [
      compared("a run that is started -> its row", started, "a plain event", { aim: STARTED_AIM_MS }),
      compared("a file that is saved -> its row", saved, "a watched file", { aim: SAVED_AIM_MS }),
    ];
  });
}

async function start({ api }) {
  let sentAt = 0;
  await api("POST", `/api/v1/pipelines/${DATA.told}/runs`, {}, () => {
    sentAt = Date.now();
  });
  return sentAt;
}

async function post(url) {
  const sentAt = Date.now();
  await fetch(url, { method: "POST" });
  return sentAt;
}

let files = 0;

async function saveIn(folder) {
  files += 1;
  const spec = { dag_id: `saved_${files}`, tasks: [{ task_id: "only", kind: "empty" }] };
  const sentAt = Date.now();
  // YAML reads JSON.
  await writeFile(join(folder, `${spec.dag_id}.yaml`), JSON.stringify(spec));
  return sentAt;
}
