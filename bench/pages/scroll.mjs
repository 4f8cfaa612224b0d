// How a long list scrolls: frame times of ours and of a plain list of as many lines, in turn.
import { stat } from "../support/report.mjs";
import { CHATTY, DATA, SIZES } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const STEPS = 80;
const WHEEL_PX = 900;

const AIM_RATIO = 1.3;
const PLAIN = "Plain list";

/**
 * A log of 200,000 coloured lines, some of them wrapped, and as many records of the log search, all loaded by scrolling:
 * the frame time that 95 % of the frames stay under.
 */
export async function scrolls(all) {
  return [...(await scrollsOf(all, LOG)), ...(await scrollsOf(all, RECORDS))];
}

const LOG = {
  name: "a log",
  label: "Log, 200,000 lines",
  count: SIZES.logLines,
  rowPx: 20,
  path: ({ logRunId }) => `/pipelines/${DATA.log}/runs/${logRunId}?task=print`,
  load: (box) => box.getByText(`line ${SIZES.logLines} `).first().waitFor(),
};
const RECORDS = {
  name: "log records",
  label: "Log records",
  count: SIZES.logRecords,
  rowPx: 26,
  path: () => `/logs?q=${encodeURIComponent(`service:${CHATTY}`)}`,
  async load(box) {
    const end = box.getByText("200,000 records, that is all");
    await box.getByText(`record ${SIZES.logRecords} of many`).waitFor();
    while (!(await end.isVisible())) await box.evaluate((one) => one.scrollTo(0, one.scrollHeight));
  },
};

async function scrollsOf({ installation, browser, session, made, rounds, say }, list) {
  return onTwoPages(browser, session, async (page, plain) => {
    await page.goto(installation.url + list.path(made));
    const box = page.getByRole("region", { name: list.label });
    await list.load(box);
    await showPlainList(plain, list, Math.round((await box.boundingBox()).height));
    const peer = plain.getByRole("region", { name: PLAIN });
    const figures = [];
    for (const [name, scroll] of Object.entries({ drag: dragThrough, wheel: wheelThrough })) {
      say(`${name} through ${list.count} rows of ${list.name}`);
      const scrolled = async (one) => {
        await one.page().bringToFront();
        return stat(await scroll(one), "p95");
      };
      const seen = await inTurn(
        rounds,
        () => scrolled(box),
        () => scrolled(peer),
      );
      figures.push(
        compared(`${name} through ${list.name}: frames, p95`, seen, "plain list", { aimRatio: AIM_RATIO }),
      );
    }
    return figures;
  });
}

/** Drags the box from its end to its start: another place in every frame, as a hand on its bar does. */
function dragThrough(list) {
  return list.evaluate(async (box, steps) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const frames = [];
    let last = await frame();
    for (let step = 1; step <= steps; step++) {
      box.scrollTop = (box.scrollHeight - box.clientHeight) * (1 - step / steps);
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    return frames;
  }, STEPS);
}

/** Turns the wheel over the middle of the box, as fast as the browser takes it. */
async function wheelThrough(box) {
  const page = box.page();
  await box.hover();
  const recorder = await box.evaluateHandle(() => {
    const seen = { frames: [], going: true };
    let last = performance.now();
    requestAnimationFrame(function look(now) {
      seen.frames.push(now - last);
      last = now;
      if (seen.going) requestAnimationFrame(look);
    });
    return seen;
  });
  for (let turn = 0; turn < STEPS; turn++) await page.mouse.wheel(0, turn < STEPS / 2 ? WHEEL_PX : -WHEEL_PX);
  return recorder.evaluate((seen) => {
    seen.going = false;
    return seen.frames.slice(1);
  });
}

/** What scrolling costs at the least: as many lines of plain text in rows of one height, without a library. */
async function showPlainList(page, { count, rowPx }, height) {
  await page.setContent("<!doctype html><main></main>");
  await page.evaluate(
    ({ name, count, px, rowPx }) => {
      const spare = 15;
      const box = document.createElement("section");
      box.setAttribute("aria-label", name);
      box.style.cssText = `height: ${px}px; overflow: auto; contain: strict; font: 12px/${rowPx}px monospace; white-space: pre`;
      const inner = document.createElement("div");
      inner.style.cssText = `position: relative; height: ${count * rowPx}px`;
      box.append(inner);
      document.querySelector("main").append(box);
      const rows = new Map();
      const draw = () => {
        const first = Math.max(Math.floor(box.scrollTop / rowPx) - spare, 0);
        const last = Math.min(Math.ceil((box.scrollTop + px) / rowPx) + spare, count);
        for (const [index, row] of rows) {
          if (index >= first && index < last) continue;
          row.remove();
          rows.delete(index);
        }
        for (let index = first; index < last; index++) {
          if (rows.has(index)) continue;
          const row = document.createElement("div");
          row.style.cssText = `position: absolute; top: 0; left: 0; transform: translateY(${index * rowPx}px)`;
          row.textContent = `line ${index + 1} of a log`;
          rows.set(index, row);
          inner.append(row);
        }
      };
      box.addEventListener("scroll", draw, { passive: true });
      draw();
    },
    { name: PLAIN, count, px: height, rowPx },
  );
}
