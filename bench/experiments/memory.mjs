import { readdirSync, readFileSync } from "node:fs";

/** The process below `pid` whose command names `program`. */
export function findProcess(pid, program) {
  const found = treeOf(pid).find((one) => read(`/proc/${one}/cmdline`).includes(program));
  if (found === undefined) throw new Error(`There is no ${program} below process ${pid}.`);
  return found;
}

/** Proportional megabytes of a process and its children: what two share counts half in each. */
export function megabytes(pid) {
  const kilobytes = treeOf(pid).map((one) =>
    Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

function treeOf(pid) {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(read(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ")[1])]);
  const tree = [pid];
  for (const one of tree) tree.push(...parents.flatMap(([child, parent]) => (parent === one ? [child] : [])));
  return tree;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It has ended.
    return "";
  }
}
