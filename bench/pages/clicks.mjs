import { drawPlain, longestEvent } from "./browser.mjs";
import { DATA } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const PROCESSING_AIM_MS = 50;
const PAINT_AIM_MS = 150;
const PLAIN_ROWS = 200;

/** How long a click or a key is worked on, and how long until the next paint. */
export async function clicks({ installation, bare, browser, session, rounds, say }) {
  const acts = {
    async "opening the palette"(page) {
      await page.goto(`${installation.url}/pipelines`);
      await page.locator("tr[data-row-id]").first().waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").waitFor();
    },
    async "sorting rows"(page) {
      await page.goto(`${installation.url}/pipelines`);
      await page.getByRole("columnheader", { name: "Pipeline" }).getByRole("button").first().click();
      await page.waitForURL(/sort=name/);
    },
    async "switching the tab"(page) {
      await page.goto(`${installation.url}/pipelines/${DATA.list}`);
      await page.locator(".react-flow__node").first().waitFor();
      await page.locator("tr[data-row-id^=run_]").first().waitFor();
      await page.getByRole("link", { name: "Durations" }).click();
      await page.waitForURL(/tab=durations/);
    },
    async "zooming out of 500 tasks"(page) {
      await page.goto(`${installation.url}/pipelines/${DATA.graph}`);
      await page.locator(".react-flow__node").first().waitFor();
      const view = page.locator(".react-flow__viewport");
      const before = await view.getAttribute("style");
      await page.getByRole("button", { name: "Zoom Out" }).click();
      await page.waitForFunction(
        (style) => document.querySelector(".react-flow__viewport")?.getAttribute("style") !== style,
        before,
      );
    },
  };
  return onTwoPages(browser, session, async (page, plain) => {
    const figures = [];
    for (const [name, act] of Object.entries(acts)) {
      say(name);
      const ours = async () => {
        await act(page);
        return longestEvent(page);
      };
      const seen = await inTurn(rounds, ours, () => drawPlain(plain, bare.url, PLAIN_ROWS));
      const of = (key) => ({
        ours: seen.ours.map((one) => one[key]),
        bare: seen.bare.map((one) => one[key]),
      });
      const peer = `drawing ${PLAIN_ROWS} plain rows`;
      figures.push(
        compared(`${name}: processing`, of("processing"), peer, { aim: PROCESSING_AIM_MS }),
        compared(`${name}: to the next paint`, of("total"), peer, { aim: PAINT_AIM_MS }),
      );
    }
    return figures;
  });
}
