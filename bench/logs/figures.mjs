// The rows of logs_bench.py as figures, held against those of OpenSearch in the same run.
import { figure } from "../support/report.mjs";

const OURS = "gwanje";
const PEER = "OpenSearch";

/** [figure, aim]. A ratio is ours through theirs: of rates at least so much, of all else at most. */
const AIMS = [
  [/^rows\/s$/, { aimRatio: 1 }],
  [/^server cpu s per 1M rows$/, { aimRatio: 1 }],
  [/^peak PSS MB$/, { aimRatio: 0.5 }],
  [/^disk bytes\/row$/, { aimRatio: 1.5 }],
  [/^histogram by level, all p50/, { aimRatio: 1 }],
  [/^Hangul substring, page \+ histogram p50/, { aimRatio: 1 }],
  [/^selective word p50/, { aimRatio: 2 }],
  [/^(?:selective word|rare id in text|trace_id equals) p95/, { aim: 50 }],
];

/** `measured`: {target: {figure: value}}. `today`: ours alone, in the day that is being filled. */
export function figuresOf(measured, today) {
  const peers = measured[PEER] ?? {};
  return [
    ...Object.entries(measured[OURS]).map(([name, value]) => figureOf(name, value, peers[name])),
    ...Object.entries(today[OURS])
      .filter(([name]) => / p(?:50|95) ms$/.test(name) && !name.startsWith("batch"))
      .map(([name, value]) => figureOf(name, value, undefined, "day being filled, ")),
  ];
}

/** What came in by each protocol, ours alone: [{protocol, measured}]. */
export function figuresOfOthers(others) {
  return others.flatMap(({ protocol, measured: { [OURS]: one } }) =>
    Object.entries(one)
      .filter(([name]) => /^(?:rows\/s|batch|server cpu s per 1M rows|peak PSS|disk)/.test(name))
      .map(([name, value]) => figureOf(name, value, undefined, `${protocol}: `)),
  );
}

function figureOf(name, value, peer, before = "") {
  const bare = peer === undefined ? {} : { bare: { name: PEER, samples: [peer] } };
  const [, aim = {}] = (before === "" && AIMS.find(([pattern]) => pattern.test(name))) || [];
  // Without a peer there is no ratio to hold an aim against.
  const held = aim.aimRatio !== undefined && peer === undefined ? {} : aim;
  const better = name.startsWith("rows/s") ? "higher" : "lower";
  const unit = /(^rows\/s|ms$|MB$|bytes\/row$)/.exec(name)?.[1] ?? "s";
  return figure(before + name, unit, [value], { better, ...held, ...bare });
}
