import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stat } from "../support/report.mjs";
import { openBare } from "./browser.mjs";
import { save, startRun } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const AIM_MS = 1_000;
const LINES = 40;
/** Each line says when it was printed, and the page notes when it saw it: one machine, one clock. */
const PRINT = `for i in $(seq 1 ${LINES}); do echo now:$(date +%s%3N); sleep 0.05; done; echo printed all`;
/** The page is open by then. */
const HEAD_START_S = 3;

/** From the print of a line by a task to its being in the page that shows the log. */
export async function prints({ installation, bare, browser, session, rounds, say }) {
  say("a printed line -> the page");
  const command = ["bash", "-c", `sleep ${HEAD_START_S}; ${PRINT}`];
  await save(installation, "ticker", [{ task_id: "tick", kind: "bash", command }]);
  const seen = await onTwoPages(browser, session, (page, plain) =>
    inTurn(
      rounds,
      async () => {
        const runId = await startRun(installation, "ticker");
        await page.goto(`${installation.url}/pipelines/ticker/runs/${runId}?task=tick`);
        return delays(page);
      },
      async () => {
        await openBare(plain, bare.url);
        const shell = spawn("bash", ["-c", PRINT], { stdio: ["ignore", "pipe", "inherit"] });
        createInterface(shell.stdout).on("line", bare.tell);
        return delays(plain);
      },
    ),
  );
  const of = (pick) => ({
    ours: seen.ours.map((times) => stat(times, pick)),
    bare: seen.bare.map((times) => stat(times, pick)),
  });
  return [
    compared(`a printed line -> the page, p50 of ${LINES}`, of("median"), "the shell alone"),
    compared(`a printed line -> the page, p95 of ${LINES}`, of("p95"), "the shell alone", { aim: AIM_MS }),
  ];
}

/** How long each line took to the page, until the last one is there. Lines of one burst that do not fit the box are left out. */
function delays(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const seen = {};
        const observer = new MutationObserver(look);
        function look() {
          const text = document.body.textContent;
          for (const [stamp] of text.matchAll(/now:\d{13}/g))
            seen[stamp] ??= Date.now() - Number(stamp.slice(4));
          if (!text.includes("printed all")) return;
          observer.disconnect();
          resolve(Object.values(seen));
        }
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
}
