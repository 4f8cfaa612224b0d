import { largestPaint, slowDown } from "./browser.mjs";
import { DATA } from "./data.mjs";
import { compared, inTurn, onTwoPages } from "./in-turn.mjs";

const AIM_MS = { 1: 1_000, 4: 1_800 };

/** Until the largest thing of a page is painted, also on a processor four times slower. */
export async function paints({ installation, bare, browser, session, made, rounds, say }) {
  const pages = {
    "sign-in": "/sign-in",
    list: "/pipelines",
    pipeline: `/pipelines/${DATA.list}`,
    run: `/pipelines/${DATA.list}/runs/${made.runId}`,
  };
  const figures = [];
  for (const [name, path] of Object.entries(pages)) {
    for (const rate of [1, 4]) {
      const what = `largest paint of ${name}${rate > 1 ? `, slowed ${rate} times` : ""}`;
      say(what);
      const seen = await onTwoPages(
        browser,
        name === "sign-in" ? undefined : session,
        async (page, plain) => {
          for (const one of [page, plain]) await slowDown(one, rate);
          return inTurn(
            rounds,
            () => largestPaint(page, `${installation.url}${path}`),
            () => largestPaint(plain, bare.url),
          );
        },
      );
      figures.push(compared(what, seen, "plain page", { aim: AIM_MS[rate] }));
    }
  }
  return figures;
}
