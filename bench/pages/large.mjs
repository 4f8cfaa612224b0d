import { fetchPlain, untilShown } from "./browser.mjs";
import { DATA, SIZES } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const AIM_MS = 1_000;

/** From the click on the name of a large pipeline to its grid, or to its graph. */
export async function large({ installation, bare, browser, session, rounds, say }) {
  const pages = {
    [`grid of ${SIZES.gridTasks} tasks x ${SIZES.gridRuns} runs`]: {
      dagId: DATA.grid,
      content: `[role=gridcell][data-row="10"][data-column="${SIZES.gridRuns - 1}"]`,
      plain: SIZES.gridTasks * SIZES.gridRuns,
    },
    [`graph of ${SIZES.graphTasks} tasks`]: {
      dagId: DATA.graph,
      content: ".react-flow__node",
      plain: SIZES.graphTasks,
    },
  };
  return onTwoPages(browser, session, async (page, plain) => {
    const figures = [];
    for (const [name, { dagId, content, plain: rows }] of Object.entries(pages)) {
      say(name);
      const link = page.getByRole("link", { name: dagId, exact: true });
      const ours = async () => {
        await page.goto(`${installation.url}/pipelines?q=wide_`);
        await link.waitFor();
        return untilShown(page, content, () => link.click());
      };
      const seen = await inTurn(rounds, ours, () => fetchPlain(plain, bare.url, rows));
      figures.push(compared(name, seen, `fetching ${rows} plain rows`, { aim: AIM_MS }));
    }
    return figures;
  });
}
