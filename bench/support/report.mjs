// Figures as a table that can be pasted into README.md.

/** One figure: samples in `unit`, the aim it is held to, and the bare baseline of the same minute if it has one. */
export function figure(name, unit, samples, { aim, baseline, better = "lower", pick = "median" } = {}) {
  const value = stat(samples, pick);
  const met = aim === undefined ? null : better === "lower" ? value <= aim : value >= aim;
  return {
    name,
    unit,
    pick,
    samples: samples.length,
    min: Math.min(...samples),
    median: stat(samples, "median"),
    max: Math.max(...samples),
    value,
    aim: aim ?? null,
    met,
    baseline: baseline ?? null,
  };
}

/** "median", "p95" ... of numbers in any order. */
function stat(samples, pick) {
  const sorted = [...samples].sort((a, b) => a - b);
  const share = pick === "median" ? 0.5 : Number(pick.slice(1)) / 100;
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function table(facts, figures) {
  const rows = figures.map((one) => [
    one.name,
    `${short(one.value)} ${one.unit}${one.pick === "median" ? "" : ` (${one.pick})`}`,
    `${short(one.min)} / ${short(one.median)} / ${short(one.max)}`,
    String(one.samples),
    one.aim === null ? "" : `${short(one.aim)} ${one.unit}`,
    one.met === null ? "" : one.met ? "met" : "missed",
    one.baseline === null ? "" : `${one.baseline.name}: ${short(one.baseline.value)} ${one.unit}`,
  ]);
  const head = ["figure", "value", "min / median / max", "samples", "aim", "", "bare, same minute"];
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)));
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const machine = Object.entries(facts).map(([key, value]) => `- ${key}: ${value}`);
  return [...machine, "", line(head), rule, ...rows.map(line)].join("\n");
}

function short(value) {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
