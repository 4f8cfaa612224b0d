// How a long list scrolls: frame times of ours and of a plain list of as many lines, in turn.
import { stat } from "../support/report.mjs";
import { DATA, SIZES } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const STEPS = 80;
const WHEEL_PX = 900;

const AIM_RATIO = 1.3;
const LABEL = "Log, 200,000 lines";

/** A log of 200,000 coloured lines, some of them wrapped: the frame time that 95 % of the frames stay under. */
export async function scrolls({ installation, browser, session, made, rounds, say }) {
  return onTwoPages(browser, session, async (page, plain) => {
    await page.goto(`${installation.url}/pipelines/${DATA.log}/runs/${made.logRunId}?task=print`);
    const box = page.getByRole("region", { name: LABEL });
    await box.getByText(`line ${SIZES.logLines} `).first().waitFor();
    await showPlainList(plain, SIZES.logLines, Math.round((await box.boundingBox()).height));
    const figures = [];
    for (const [name, scroll] of Object.entries({ drag: dragThrough, wheel: wheelThrough })) {
      say(`${name} through ${SIZES.logLines} lines`);
      const scrolled = async (one) => {
        await one.bringToFront();
        return stat(await scroll(one), "p95");
      };
      const seen = await inTurn(
        rounds,
        () => scrolled(page),
        () => scrolled(plain),
      );
      figures.push(
        compared(`${name} through a log: frames, p95`, seen, "plain list", { aimRatio: AIM_RATIO }),
      );
    }
    return figures;
  });
}

/** Drags the box from its end to its start: another place in every frame, as a hand on its bar does. */
function dragThrough(page) {
  return page.getByRole("region", { name: LABEL }).evaluate(async (box, steps) => {
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
async function wheelThrough(page) {
  const box = page.getByRole("region", { name: LABEL });
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
async function showPlainList(page, lines, height) {
  await page.setContent("<!doctype html><main></main>");
  await page.evaluate(
    ({ name, count, px }) => {
      const rowPx = 20;
      const spare = 15;
      const box = document.createElement("section");
      box.setAttribute("aria-label", name);
      box.style.cssText = `height: ${px}px; overflow: auto; contain: strict; font: 12px/20px monospace; white-space: pre`;
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
    { name: LABEL, count: lines, px: height },
  );
}
