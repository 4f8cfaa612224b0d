// Figures as a table that can be pasted into README.md. The ratio to a bare peer comes first: it holds on another machine
// and in a slower hour, the figure itself does not.

/**
 * One figure: samples in `unit`, and those of its bare peer, taken in turn with ours where there are as many. `aim` is
 * held against the value, `aimRatio` against the ratio.
 */
export function figure(name, unit, samples, { aim, aimRatio, bare, better = "lower", pick = "median" } = {}) {
  const ours = spread(samples, pick);
  const peer = bare ? { name: bare.name, ...spread(bare.samples, pick) } : null;
  const ratio = bare ? ratioOf(samples, bare.samples, pick) : null;
  const reached = (value, wanted) => (better === "lower" ? value <= wanted : value >= wanted);
  const met =
    aimRatio === undefined
      ? aim === undefined
        ? null
        : reached(ours.value, aim)
      : reached(ratio.value, aimRatio);
  return {
    name,
    ratio,
    unit,
    pick,
    ...ours,
    bare: peer,
    aim: aim ?? null,
    aimRatio: aimRatio ?? null,
    met,
  };
}

function spread(samples, pick) {
  return {
    value: stat(samples, pick),
    samples: samples.length,
    min: Math.min(...samples),
    median: stat(samples, "median"),
    max: Math.max(...samples),
  };
}

/** Of the two picked values, and from the least to the most of the rounds in which both were measured. */
function ratioOf(samples, peers, pick) {
  const value = stat(samples, pick) / stat(peers, pick);
  if (samples.length !== peers.length || samples.length < 2) return { value };
  const rounds = samples.map((sample, at) => sample / peers[at]);
  return { value, min: Math.min(...rounds), max: Math.max(...rounds) };
}

/** "median", "p95" ... of numbers in any order. */
export function stat(samples, pick) {
  const sorted = [...samples].sort((a, b) => a - b);
  const share = pick === "median" ? 0.5 : Number(pick.slice(1)) / 100;
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function table(facts, figures) {
  const rows = figures.map((one) => [
    one.name,
    one.ratio ? short(one.ratio.value) : "",
    one.ratio?.min === undefined ? "" : `${short(one.ratio.min)} to ${short(one.ratio.max)}`,
    one.bare ? `${one.bare.name}: ${short(one.bare.value)} ${one.unit}` : "",
    `${short(one.value)} ${one.unit}${one.pick === "median" ? "" : ` (${one.pick})`}`,
    `${short(one.min)} / ${short(one.median)} / ${short(one.max)}`,
    String(one.samples),
    aimOf(one),
  ]);
  const head = [
    "figure",
    "ratio",
    "of the rounds",
    "bare peer, same minute",
    "value",
    "min / median / max",
    "samples",
    "aim",
  ];
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)));
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const machine = Object.entries(facts).map(([key, value]) => `- ${key}: ${value}`);
  return [...machine, "", line(head), rule, ...rows.map(line)].join("\n");
}

function aimOf({ aim, aimRatio, unit, met }) {
  if (met === null) return "";
  const wanted = aimRatio === null ? `${short(aim)} ${unit}` : `ratio ${short(aimRatio)}`;
  return `${wanted}: ${met ? "met" : "missed"}`;
}

function short(value) {
  if (value === 0) return "0";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
