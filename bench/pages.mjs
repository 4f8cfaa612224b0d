// What a person feels: paints, clicks, ways from page to page, what happens elsewhere, large pages, scrolling. Each beside
// the same act on a page without any library (pages/bare-console.mjs), in the same browser, in turn.
import { startBareConsole } from "./pages/bare-console.mjs";
import { openBrowser } from "./pages/browser.mjs";
import { clicks } from "./pages/clicks.mjs";
import { makeData } from "./pages/data.mjs";
import { elsewhere } from "./pages/elsewhere.mjs";
import { large } from "./pages/large.mjs";
import { paints } from "./pages/paints.mjs";
import { prints } from "./pages/prints.mjs";
import { scrolls } from "./pages/scroll.mjs";
import { signIn } from "./pages/sign-in.mjs";
import { ways } from "./pages/ways.mjs";
import { startInstallation } from "./support/installation.mjs";

export async function bench({ root, rounds, say }) {
  const installation = await startInstallation(root);
  const bare = await startBareConsole();
  const browser = await openBrowser(say);
  try {
    say("making runs, a grid, a graph and a log");
    const made = await makeData(installation);
    const session = await signIn(browser, installation.url);
    const all = { installation, bare, browser, session, made, rounds, say };
    const figures = [];
    for (const measure of [paints, clicks, ways, elsewhere, prints, large, scrolls])
      figures.push(...(await measure(all)));
    return { figures, stores: await installation.versions() };
  } finally {
    await browser.close();
    bare.close();
    await installation.stop();
  }
}
