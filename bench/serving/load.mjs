// One run of serving_bench.py against ours, and the peer in turn.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { figure } from "../support/report.mjs";

const SECONDS = 5;

/** Figures of each case: answers a second, p50, p99 and processor time of one. `aimRatio` is held against the answers a second. */
export async function runLoad({
  load,
  data,
  rounds,
  token,
  pid,
  say,
  kind,
  name,
  url,
  path,
  rows,
  body,
  peer,
  aimRatio,
}) {
  const file = join(data, "figures.json");
  const args = [
    ...[
      load,
      kind,
      url,
      ...(peer ? [peer.url] : []),
      "--rounds",
      String(rounds),
      "--seconds",
      String(SECONDS),
    ],
    ...[
      "--token",
      token,
      "--pid",
      String(pid),
      "--json",
      file,
      ...(peer ? ["--pid2", String(peer.pid)] : []),
    ],
    ...(path ? ["--path", path] : []),
    ...(rows ? ["--rows", rows] : []),
    ...(body ? ["--body", body] : []),
  ];
  say(`load: ${kind} ${name ?? ""}`);
  await new Promise((done, failed) => {
    const child = spawn("python3", args, { stdio: ["ignore", 2, 2] });
    child.once("error", failed);
    child.once("close", (code) =>
      code === 0 ? done() : failed(new Error(`serving_bench.py ended with ${code}`)),
    );
  });
  return JSON.parse(readFileSync(file, "utf8")).flatMap((one) => figuresOf(one, { name, peer, aimRatio }));
}

const FIGURES = [
  ["rps", "/s", "higher"],
  ["p50", "ms", "lower"],
  ["p99", "ms", "lower"],
  ["cpu", "ms of processor time each", "lower"],
];

function figuresOf({ case: said, targets: [ours, theirs] }, { name, peer, aimRatio }) {
  const label = name ? `${said}, ${name}` : said;
  const refused = ours.rounds.reduce((sum, { bad }) => sum + bad, 0);
  if (refused > 0) throw new Error(`${label}: ${refused} answers were no success`);
  return FIGURES.map(([key, unit, better]) => {
    const samplesOf = ({ rounds }) => rounds.map((round) => round[key]);
    const bare = theirs ? { bare: { name: peer.name, samples: samplesOf(theirs) } } : {};
    // Faster than the peer at a lower p99.
    const aim =
      !theirs || aimRatio === undefined
        ? {}
        : key === "rps"
          ? { aimRatio }
          : key === "p99"
            ? { aimRatio: 1 }
            : {};
    return figure(`${label}: ${key}`, unit, samplesOf(ours), { better, ...bare, ...aim });
  });
}
