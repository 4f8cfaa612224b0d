// Chromium, and what a page says of itself: what it painted when, how long events kept it, when something was there.
import { chromium } from "playwright";
import { ensureChromium } from "../../scripts/chromium.mjs";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
];
const WINDOW = { viewport: { width: 1440, height: 900 }, locale: "en-GB" };

export async function openBrowser(say) {
  const browser = await chromium.launch({ executablePath: await ensureChromium(say), args: ARGS });
  return {
    /** A page in a context of its own, with the cookies of another one if they are given. */
    async page(storageState) {
      const context = await browser.newContext({ ...WINDOW, ...(storageState ? { storageState } : {}) });
      await context.addInitScript(observe);
      return context.newPage();
    },
    close: () => browser.close(),
  };
}

/** Makes the page's processor so many times slower. */
export async function slowDown(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Runs in each page before its own scripts. */
function observe() {
  const seen = { lcp: 0, events: [] };
  window.measured = seen;
  const watch = (type, take, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
      ...options,
    });
  watch("largest-contentful-paint", (entry) => {
    seen.lcp = entry.startTime;
  });
  const ofEvent = (entry) =>
    seen.events.push({ total: entry.duration, processing: entry.processingEnd - entry.processingStart });
  watch("event", ofEvent, { durationThreshold: 16 });
  // However short it is, so that there is always something measured.
  watch("first-input", ofEvent);
}

/** Milliseconds until the largest thing on the page was painted, once nothing is waited for any more. */
export async function largestPaint(page, url) {
  await page.goto(url);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(
    () => window.measured.lcp > 0 && !document.querySelector("main [aria-busy=true]"),
  );
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return window.measured.lcp;
  });
}

/** Of the events since the page was opened, the longest: how long it was processed, and how long until the next paint. */
export async function longestEvent(page) {
  await page.waitForFunction(() => window.measured.events.length > 0);
  const events = await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return window.measured.events;
  });
  const most = (key) => Math.max(...events.map((event) => event[key]));
  return { processing: most("processing"), total: most("total") };
}

/** Milliseconds from the click or key of `act` to the frame in which `selector` is there. */
export async function untilShown(page, selector, act) {
  await page.evaluate((wanted) => {
    window.shown = new Promise((resolve) => {
      let began = null;
      const begin = (event) => {
        began ??= event.timeStamp;
      };
      for (const type of ["pointerdown", "keydown"]) addEventListener(type, begin, { capture: true });
      const look = () => {
        if (began !== null && document.querySelector(wanted)) resolve(performance.now() - began);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }, selector);
  await act();
  return page.evaluate(() => window.shown);
}

/** Milliseconds from `act`, which answers when it sent what it sends, to the frame with one more of `selector`. */
export async function untilMore(page, selector, act) {
  await page.evaluate((wanted) => {
    const count = () => document.querySelectorAll(wanted).length;
    const before = count();
    window.grownAt = new Promise((resolve) => {
      const look = () => (count() > before ? resolve(Date.now()) : requestAnimationFrame(look));
      look();
    });
  }, selector);
  const sentAt = await act();
  return (await page.evaluate(() => window.grownAt)) - sentAt;
}

/** A bare page that hears of events. */
export async function openBare(plain, url, rows = 25) {
  await plain.goto(`${url}/?n=${rows}`);
  await plain.waitForFunction(() => window.listens);
}

export async function drawPlain(plain, url, rows) {
  await openBare(plain, url, rows);
  await plain.getByRole("button", { name: "Draw" }).click();
  return longestEvent(plain);
}

export async function fetchPlain(plain, url, rows) {
  await openBare(plain, url, rows);
  return untilShown(plain, "li.row", () => plain.getByRole("link", { name: "Fetch" }).click());
}
