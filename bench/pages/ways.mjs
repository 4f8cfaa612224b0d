import { fetchPlain, untilShown } from "./browser.mjs";
import { DATA } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const AIM_MS = 500;
const PLAIN_ROWS = 25;

/** From the click on a link to the content of the page behind it. */
export async function ways({ installation, bare, browser, session, made, rounds, say }) {
  const routes = {
    "home -> pipelines": {
      from: "/",
      link: (page) =>
        page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: "Pipelines" }),
      content: `tr[data-row-id=${DATA.list}]`,
    },
    "pipelines -> one pipeline": {
      from: "/pipelines",
      link: (page) => page.getByRole("link", { name: DATA.list, exact: true }),
      content: "[role=gridcell]",
    },
    "one pipeline -> a run": {
      from: `/pipelines/${DATA.list}?version=1`,
      link: (page) => page.locator(`tr[data-row-id=${made.runId}] a`),
      content: "section[aria-label=Tasks] li",
    },
  };
  return onTwoPages(browser, session, async (page, plain) => {
    const figures = [];
    for (const [name, { from, link, content }] of Object.entries(routes)) {
      say(name);
      const ours = async () => {
        await page.goto(`${installation.url}${from}`);
        await link(page).waitFor();
        await page.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
        return untilShown(page, content, () => link(page).click());
      };
      const seen = await inTurn(rounds, ours, () => fetchPlain(plain, bare.url, PLAIN_ROWS));
      figures.push(compared(name, seen, `fetching ${PLAIN_ROWS} plain rows`, { aim: AIM_MS }));
    }
    return figures;
  });
}
