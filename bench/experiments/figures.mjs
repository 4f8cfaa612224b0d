// The rows of mlflow_bench.py as figures: rates held against the better mode of the official server, and times and
// processor time by themselves.
import { figure } from "../support/report.mjs";

/** At least so many times the peer's rate. */
const RATE_AIMS = [
  [/^raw (create-run|log-metric), 8 thread/, 8],
  [/^raw (create-run|log-metric|log-parameter), 1 thread/, 2],
  [/^raw log-batch of 1 metrics/, 2],
  [/^raw log-batch of 1000 metrics/, 10],
  [/^raw get-history paged/, 10],
  [/^raw get-run/, 5],
];
/** At most so many milliseconds at the median. */
const P50_AIMS = [
  [/^raw GET \/health/, 0.5],
  [/^raw search .*1000/, 120],
  [/^raw search (?!100 runs x 500|.*1000)/, 30],
  [/^raw bulk-interval/, 300],
];
const CPU_AIMS = [[/^raw (create-run|log-metric|log-parameter)/, 1]];

export function figuresOf(rows, ourUrl) {
  return rows
    .filter(({ target }) => target === ourUrl)
    .flatMap((row) => {
      const peers = rows.filter(({ target, what }) => target !== ourUrl && what === row.what);
      const most = peers.sort((a, b) => b.median - a.median)[0];
      const fastest = peers.map((peer) => peer.p50_ms).sort((a, b) => a - b)[0];
      const cheapest = peers.map((peer) => peer.cpu_ms).sort((a, b) => a - b)[0];
      const name = row.what.replace(/^raw /, "");
      return [
        figure(name, row.unit, row.rounds, {
          better: "higher",
          ...aimOf(RATE_AIMS, row.what, "aimRatio", most),
          ...peer(most?.rounds),
        }),
        figure(`${name}, p50`, "ms", [row.p50_ms], {
          ...aimOf(P50_AIMS, row.what, "aim", true),
          ...peer(fastest && [fastest]),
        }),
        figure(`${name}, processor time`, "ms", [row.cpu_ms], {
          ...aimOf(CPU_AIMS, row.what, "aim", true),
          ...peer(cheapest && [cheapest]),
        }),
      ];
    });
}

function peer(samples) {
  return samples ? { bare: { name: "mlflow server", samples } } : {};
}

/** Without a peer there is no ratio to hold an aim against. */
function aimOf(aims, what, name, isKnown) {
  const found = aims.find(([pattern]) => pattern.test(what));
  return found && isKnown ? { [name]: found[1] } : {};
}
