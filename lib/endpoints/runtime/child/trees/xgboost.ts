import type { RawTree, Split } from "./forest";
import type { ForestOf, Link, TreeLimits, TreeModel } from "./tree-model";

/**
 * The model in a document that XGBoost saved (1.3 and later). As its library does: a model of the scikit-learn interface that
 * stopped early answers with its best iteration, a dropped tree of dart has its weight, and all is rounded to 32 bits. Throws an
 * Error whose message goes on after "it". Its text is a part of a program: it uses nothing of this module.
 */
export function xgboostModel(document: unknown, limits: TreeLimits, forestOf: ForestOf): TreeModel {
  const LINKS: Record<string, Link> = {
    "reg:squarederror": "identity",
    "reg:linear": "identity",
    "reg:squaredlogerror": "identity",
    "reg:pseudohubererror": "identity",
    "reg:absoluteerror": "identity",
    "reg:quantileerror": "identity",
    "reg:logistic": "sigmoid",
    "reg:gamma": "exponential",
    "reg:tweedie": "exponential",
    "count:poisson": "exponential",
    "survival:cox": "exponential",
    "survival:aft": "exponential",
    "binary:logistic": "binary",
    "binary:logitraw": "identity",
    "binary:hinge": "step",
    "multi:softmax": "softmax",
    "multi:softprob": "softmax",
    "rank:pairwise": "identity",
    "rank:ndcg": "identity",
    "rank:map": "identity",
  };
  const CATEGORICAL = 1;
  const MOST_CATEGORIES = 16_777_216;
  const LEAST_ABOVE_ZERO = 1.401298464324817e-45;
  const single = new Float32Array(1);
  const bits = new Int32Array(single.buffer);

  function at(from: unknown, ...names: string[]): unknown {
    let held = from;
    for (const name of names) {
      if (typeof held !== "object" || held === null || !Object.hasOwn(held, name)) return undefined;
      held = Reflect.get(held, name);
    }
    return held;
  }
  function wholeOf(value: unknown, name: string, most: number): number {
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= most)
      return number;
    throw new Error(`has no ${name} that is a whole number up to ${most}`);
  }
  function numbersOf(value: unknown, name: string, length?: number): Float64Array {
    const isPlain = (one: unknown) => one === null || typeof one === "number" || typeof one === "boolean";
    let made: Float64Array | undefined;
    if (value instanceof Float64Array) made = value;
    else if (Array.isArray(value) && value.every(isPlain))
      made = Float64Array.from(value, (one) => (one === null ? Number.NaN : Number(one)));
    if (!made) throw new Error(`has no list of numbers ${name}`);
    if (length !== undefined && made.length !== length)
      throw new Error(`has a list ${name} of ${made.length} numbers for a tree of ${length} nodes`);
    return made;
  }
  function listOf(value: unknown, name: string): unknown[] {
    if (Array.isArray(value)) return value;
    throw new Error(`has no list ${name}`);
  }
  /** x < t of 32 bits is x <= the number before t. */
  function before(threshold: number): number {
    if (threshold === 0) return -LEAST_ABOVE_ZERO;
    if (!Number.isFinite(threshold)) return Number.NaN;
    single[0] = threshold;
    bits[0] = (bits[0] ?? 0) + (threshold > 0 ? -1 : 1);
    return single[0] ?? Number.NaN;
  }
  function setOf(categories: Float64Array): Uint32Array {
    let most = 0;
    for (let one = 0; one < categories.length; one += 1) {
      const category = categories[one] ?? -1;
      if (!Number.isInteger(category) || category < 0 || category >= MOST_CATEGORIES)
        throw new Error(`splits by ${category}, which is no category`);
      most = Math.max(most, category);
    }
    const words = (most >>> 5) + 1;
    if (words > limits.setWords)
      throw new Error(`has more than ${limits.setWords * 32} categories in its splits`);
    const set = new Uint32Array(words);
    for (let one = 0; one < categories.length; one += 1) {
      const category = categories[one] ?? 0;
      set[category >>> 5] = (set[category >>> 5] ?? 0) | (1 << (category & 31));
    }
    return set;
  }

  const learner = at(document, "learner");
  const booster = at(learner, "gradient_booster");
  const kind = at(booster, "name");
  if (kind === "gblinear")
    throw new Error("has linear weights in place of trees (gblinear), which are not served");
  const isDart = kind === "dart";
  const model = isDart ? at(booster, "gbtree", "model") : at(booster, "model");
  if (model === undefined)
    throw new Error("is no model of XGBoost: it has no learner.gradient_booster.model");
  const objective = String(at(learner, "objective", "name"));
  const link = Object.hasOwn(LINKS, objective) ? LINKS[objective] : undefined;
  if (link === undefined)
    throw new Error(`was trained for ${objective.slice(0, 100)}, an objective that is not served`);

  const said = at(learner, "learner_model_param");
  const width = wholeOf(at(said, "num_feature"), "num_feature", limits.columns);
  const classes = wholeOf(at(said, "num_class") ?? 0, "num_class", limits.outputs);
  const targets = wholeOf(at(said, "num_target") ?? 1, "num_target", limits.outputs);
  const groups = Math.max(classes, targets, 1);
  const trees = listOf(at(model, "trees"), "trees");
  if (trees.length > limits.trees) throw new Error(`has more than ${limits.trees} trees`);
  const outputs = numbersOf(at(model, "tree_info"), "tree_info");
  const weights = isDart ? numbersOf(at(booster, "weight_drop"), "weight_drop") : null;
  if (outputs.length !== trees.length || (weights && weights.length !== trees.length))
    throw new Error(`has ${trees.length} trees, and does not say of each what it adds to`);

  function usedTrees(): number {
    const attributes = at(learner, "attributes");
    const best = at(attributes, "best_iteration");
    if (best === undefined || at(attributes, "scikit_learn") === undefined) return trees.length;
    const iterations = wholeOf(best, "best_iteration", limits.trees) + 1;
    const ends = at(model, "iteration_indptr");
    const parallel = wholeOf(
      at(model, "gbtree_model_param", "num_parallel_tree") ?? 1,
      "num_parallel_tree",
      limits.trees,
    );
    const end =
      ends === undefined
        ? iterations * Math.max(parallel, 1) * groups
        : (numbersOf(ends, "iteration_indptr")[iterations] ?? trees.length);
    return wholeOf(Math.min(end, trees.length), "best_iteration", trees.length);
  }

  function rawTree(index: number): RawTree {
    const tree = trees[index];
    const left = numbersOf(at(tree, "left_children"), "left_children");
    const count = left.length;
    if (wholeOf(at(tree, "tree_param", "size_leaf_vector") ?? 0, "size_leaf_vector", limits.outputs) > 1)
      throw new Error("has several numbers in each leaf (multi_output_tree), which are not served");
    const right = numbersOf(at(tree, "right_children"), "right_children", count);
    const feature = numbersOf(at(tree, "split_indices"), "split_indices", count);
    const condition = numbersOf(at(tree, "split_conditions"), "split_conditions", count);
    const defaultLeft = numbersOf(at(tree, "default_left"), "default_left", count);
    const types = at(tree, "split_type");
    const type = types === undefined ? null : numbersOf(types, "split_type", count);
    const sets = categoriesOf(tree);
    const weight = weights ? Math.fround(weights[index] ?? 0) : 1;
    const childOf = (child: number | undefined) => {
      const id = child ?? -1;
      return left[id] === -1 ? ~id : id < 0 ? count : id;
    };
    function split(node: number): Split {
      const isCategory = type !== null && type[node] === CATEGORICAL;
      const set = isCategory ? sets.get(node) : new Uint32Array(0);
      if (!set) throw new Error(`has a node ${node} in its tree ${index} that splits by no categories`);
      const [toLeft, toRight] = [childOf(left[node]), childOf(right[node])];
      return {
        kind: isCategory ? "category" : "number",
        feature: feature[node] ?? -1,
        threshold: isCategory ? 0 : before(Math.fround(condition[node] ?? Number.NaN)),
        set,
        // The categories of a set go to the right.
        yes: isCategory ? toRight : toLeft,
        no: isCategory ? toLeft : toRight,
        missingIsYes: (defaultLeft[node] === 1) !== isCategory,
      };
    }
    return {
      group: outputs[index] ?? -1,
      root: childOf(0),
      nodes: count,
      leaves: count,
      split,
      leaf: (leaf) => Math.fround(Math.fround(condition[leaf] ?? Number.NaN) * weight),
    };
  }
  function categoriesOf(tree: unknown): Map<number, Uint32Array> {
    const said = at(tree, "categories_nodes");
    const nodes = said === undefined ? [] : numbersOf(said, "categories_nodes");
    if (nodes.length === 0) return new Map();
    const from = numbersOf(at(tree, "categories_segments"), "categories_segments", nodes.length);
    const sizes = numbersOf(at(tree, "categories_sizes"), "categories_sizes", nodes.length);
    const all = numbersOf(at(tree, "categories"), "categories");
    return new Map(
      Array.from(nodes, (node, one) => {
        const [begin, size] = [from[one] ?? 0, sizes[one] ?? 0];
        if (!(begin >= 0 && size >= 0 && begin + size <= all.length))
          throw new Error("has a node whose categories are not in its list");
        return [node, setOf(all.subarray(begin, begin + size))];
      }),
    );
  }
  function* rawTrees(count: number): Generator<RawTree> {
    for (let index = 0; index < count; index += 1) yield rawTree(index);
  }
  function nodesOf(count: number): number {
    let nodes = 0;
    for (let index = 0; index < count; index += 1)
      nodes += numbersOf(at(trees[index], "left_children"), "left_children").length;
    return nodes;
  }

  /** Kept as an answer; here it is what the sums begin with. */
  function startOf(): number[] {
    const text = String(at(said, "base_score")).replace(/^\[|\]$/g, "");
    const scores = text.split(",").map((one) => Math.fround(one.trim() === "" ? Number.NaN : Number(one)));
    if (scores.some((score) => !Number.isFinite(score)) || (scores.length !== 1 && scores.length !== groups))
      throw new Error("has a base_score that is no number for each output");
    return Array.from({ length: groups }, (_, group) => {
      const margin = marginOf(scores[group] ?? scores[0] ?? 0);
      if (!Number.isFinite(margin)) throw new Error(`has a base_score that ${objective} does not have`);
      return margin;
    });
  }
  function marginOf(score: number): number {
    if (link === "exponential") return Math.fround(Math.log(score));
    if (link === "sigmoid" || link === "binary")
      return Math.fround(-Math.log(Math.fround(Math.fround(1 / score) - 1)));
    return score;
  }

  const names = at(learner, "feature_names");
  const used = usedTrees();
  const size = { trees: used, nodes: nodesOf(used), leaves: 0, features: width, groups };
  size.leaves = size.nodes;
  return {
    forest: forestOf(rawTrees(used), size, limits),
    precision: "float32",
    width,
    columns:
      Array.isArray(names) && names.length === width && names.every((name) => typeof name === "string")
        ? names
        : [],
    start: startOf(),
    divisor: 1,
    link: link === "binary" && groups > 1 ? "sigmoid" : link,
    steepness: 1,
  };
}
