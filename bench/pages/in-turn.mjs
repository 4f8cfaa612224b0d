import { figure } from "../support/report.mjs";

/** Ours and the bare one in turn; the first time of each, in which files are fetched and code is made, does not count. */
export async function inTurn(rounds, ours, bare) {
  const seen = { ours: [], bare: [] };
  for (let round = 0; round <= rounds; round++) {
    const peer = await bare();
    const own = await ours();
    if (round === 0) continue;
    seen.bare.push(peer);
    seen.ours.push(own);
  }
  return seen;
}

export function compared(name, { ours, bare }, peer, options = {}) {
  return figure(name, "ms", ours, { ...options, bare: { name: peer, samples: bare } });
}

/** Two pages, one of the console and one bare, for as long as `measure` takes. */
export async function onTwoPages(browser, session, measure) {
  const page = await browser.page(session);
  const plain = await browser.page();
  try {
    return await measure(page, plain);
  } finally {
    for (const one of [page, plain]) await one.context().close();
  }
}
