import type { RawTree, Split } from "./forest";
import type { ForestOf, Link, TreeLimits, TreeModel } from "./tree-model";

/**
 * The model in a text that LightGBM saved (version v3 and v4). Throws an Error whose message goes on after "it". Its text is a
 * part of a program: it uses nothing of this module.
 */
export function lightgbmModel(text: string, limits: TreeLimits, forestOf: ForestOf): TreeModel {
  const LINKS: Record<string, Link> = {
    regression: "identity",
    regression_l1: "identity",
    huber: "identity",
    fair: "identity",
    quantile: "identity",
    mape: "identity",
    lambdarank: "identity",
    rank_xendcg: "identity",
    custom: "identity",
    poisson: "exponential",
    gamma: "exponential",
    tweedie: "exponential",
    cross_entropy: "sigmoid",
    cross_entropy_lambda: "soft-plus",
    binary: "binary",
    multiclass: "softmax",
    multiclassova: "one-against-rest",
  };
  const VERSIONS = ["v3", "v4"];
  const [CATEGORICAL, DEFAULT_LEFT] = [1, 2];
  const [NOT_MISSING, ZERO_IS_MISSING, NAN_IS_MISSING] = [0, 1, 2];
  const NO_SET = new Uint32Array(0);

  type Lines = Map<string, string>;
  let next = 0;
  function line(): string | null {
    if (next >= text.length) return null;
    const end = text.indexOf("\n", next);
    const found = text.slice(next, end < 0 ? text.length : end);
    next = end < 0 ? text.length : end + 1;
    return found.endsWith("\r") ? found.slice(0, -1) : found;
  }
  /** Lines of name=value up to the next tree or the end of all. */
  function block(): { lines: Lines; isLast: boolean } {
    const lines: Lines = new Map();
    for (let found = line(); found !== null; found = line()) {
      if (found.startsWith("Tree=")) return { lines, isLast: false };
      if (found === "end of trees") return { lines, isLast: true };
      const at = found.indexOf("=");
      if (found !== "") lines.set(at < 0 ? found : found.slice(0, at), at < 0 ? "" : found.slice(at + 1));
    }
    throw new Error("ends before its trees do");
  }
  function wholeOf(lines: Lines, name: string, most: number, otherwise?: number): number {
    const said = lines.get(name);
    const number = said === undefined ? (otherwise ?? Number.NaN) : said === "" ? Number.NaN : Number(said);
    if (Number.isInteger(number) && number >= 0 && number <= most) return number;
    throw new Error(`has no ${name} that is a whole number up to ${most}`);
  }
  function numbersOf(lines: Lines, name: string, length?: number): Float64Array {
    const said = (lines.get(name) ?? "").trim();
    const parts = said === "" ? [] : said.split(" ");
    if (length !== undefined && parts.length !== length)
      throw new Error(`has a tree with ${parts.length} numbers as ${name}, not ${length}`);
    return Float64Array.from(parts, (part) => (part === "" ? Number.NaN : Number(part)));
  }

  if (line()?.trim() !== "tree")
    throw new Error("is no text model of LightGBM: it does not begin with the line tree");
  const head = block();
  const version = head.lines.get("version") ?? "";
  if (!VERSIONS.includes(version))
    throw new Error(
      `has the version ${version.slice(0, 20) || "none"}, and ${VERSIONS.join(" and ")} are served`,
    );
  const blocks: Lines[] = [];
  for (let isLast = head.isLast; !isLast; ) {
    if (blocks.length >= limits.trees) throw new Error(`has more than ${limits.trees} trees`);
    const found = block();
    blocks.push(found.lines);
    isLast = found.isLast;
  }
  const width = wholeOf(head.lines, "max_feature_idx", limits.columns - 1) + 1;
  const groups = Math.max(1, wholeOf(head.lines, "num_tree_per_iteration", limits.outputs));
  if (blocks.length % groups !== 0) throw new Error(`has ${blocks.length} trees for ${groups} outputs`);
  const columns = (head.lines.get("feature_names") ?? "").split(" ");
  if (columns.length !== width) throw new Error(`has ${columns.length} feature_names for ${width} columns`);

  const [objective = "", ...settings] = (head.lines.get("objective") ?? "custom").split(" ");
  const link = Object.hasOwn(LINKS, objective) ? LINKS[objective] : undefined;
  if (link === undefined)
    throw new Error(`was trained for ${objective.slice(0, 100)}, an objective that is not served`);
  const settingOf = (name: string) =>
    settings.find((one) => one.startsWith(`${name}:`))?.slice(name.length + 1);
  const steepness = Number(settingOf("sigmoid") ?? 1);
  if (!(Number.isFinite(steepness) && steepness > 0))
    throw new Error("has a sigmoid that is no number above zero");
  if (link === "binary" && groups !== 1) throw new Error(`has ${groups} outputs for two classes`);

  function rawTree(lines: Lines, index: number): RawTree {
    if (wholeOf(lines, "is_linear", 1, 0) === 1)
      throw new Error("has linear models in its leaves (linear_tree), which are not served");
    const leaf = numbersOf(lines, "leaf_value");
    const leaves = wholeOf(lines, "num_leaves", limits.treeNodes);
    if (leaves < 1 || leaf.length !== leaves)
      throw new Error(`has a tree of ${leaves} leaves with ${leaf.length} values`);
    const nodes = leaves - 1;
    const many = (name: string) => numbersOf(lines, name, nodes);
    const single = {
      group: index % groups,
      root: ~0,
      nodes,
      leaves,
      leaf: (at: number) => leaf[at] ?? Number.NaN,
    };
    if (nodes === 0)
      return {
        ...single,
        split: () => {
          throw new Error("has a split in a tree of one leaf");
        },
      };
    const [feature, threshold, decision] = [many("split_feature"), many("threshold"), many("decision_type")];
    const [left, right] = [many("left_child"), many("right_child")];
    const [bounds, words] = [numbersOf(lines, "cat_boundaries"), numbersOf(lines, "cat_threshold")];
    function setOf(which: number): Uint32Array {
      const [from, to] = [bounds[which] ?? -1, bounds[which + 1] ?? -1];
      if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= words.length))
        throw new Error("has a node whose categories are not in its list");
      const set = words.subarray(from, to);
      if (set.some((word) => !Number.isInteger(word) || word < 0 || word > 0xffffffff))
        throw new Error("has categories that are no set of bits");
      return Uint32Array.from(set);
    }
    function split(node: number): Split {
      const type = decision[node] ?? Number.NaN;
      const border = threshold[node] ?? Number.NaN;
      const missing = (type >> 2) & 3;
      if (!Number.isInteger(type) || type < 0 || missing > NAN_IS_MISSING)
        throw new Error("has a decision_type that is not known");
      const question = {
        feature: feature[node] ?? -1,
        yes: left[node] ?? Number.NaN,
        no: right[node] ?? Number.NaN,
      };
      if (type & CATEGORICAL)
        return { ...question, kind: "cut-category", threshold: 0, set: setOf(border), missingIsYes: false };
      const isDefaultLeft = (type & DEFAULT_LEFT) !== 0;
      return {
        ...question,
        kind: missing === ZERO_IS_MISSING ? "or-zero" : "number",
        threshold: border,
        set: NO_SET,
        // Where nothing is missing, what is no number counts as zero.
        missingIsYes: missing === NOT_MISSING ? 0 <= border : isDefaultLeft,
      };
    }
    return { ...single, root: 0, split };
  }
  function* rawTrees(): Generator<RawTree> {
    for (const [index, lines] of blocks.entries()) yield rawTree(lines, index);
  }

  let leaves = 0;
  for (const lines of blocks) leaves += wholeOf(lines, "num_leaves", limits.treeNodes);
  const size = { trees: blocks.length, nodes: leaves, leaves, features: width, groups };
  return {
    forest: forestOf(rawTrees(), size, limits),
    precision: "float64",
    width,
    columns,
    start: new Array<number>(groups).fill(0),
    divisor: head.lines.has("average_output") ? Math.max(1, blocks.length / groups) : 1,
    link: link === "identity" && settings.includes("sqrt") ? "square" : link,
    steepness: link === "sigmoid" ? 1 : steepness,
  };
}
