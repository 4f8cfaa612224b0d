/** Trees side by side in flat arrays. A node is named by its place, a leaf by ~place of its value. */
export type Forest = {
  roots: Int32Array;
  /** The output that each tree adds to. */
  groups: Int32Array;
  feature: Int32Array;
  threshold: Float64Array;
  yes: Int32Array;
  no: Int32Array;
  missing: Int32Array;
  kind: Uint8Array;
  /** Categories of a node, 32 in each word of `sets`. */
  setFrom: Int32Array;
  setWords: Int32Array;
  sets: Uint32Array;
  leaves: Float64Array;
};

/**
 * The question of a node. `number`: value <= threshold. `or-zero`: the same, and a zero is a missing value. `category`: the value
 * without its fraction is in the set, and none below zero is. `cut-category`: the fraction goes first, so that -0.5 is the category 0.
 */
export type Split = {
  kind: "number" | "or-zero" | "category" | "cut-category";
  feature: number;
  threshold: number;
  set: ArrayLike<number>;
  /** A node of the file, or ~leaf of the file. */
  yes: number;
  no: number;
  missingIsYes: boolean;
};
/** A tree as its file has it; only what is reached from the root is asked for. */
export type RawTree = {
  group: number;
  root: number;
  nodes: number;
  leaves: number;
  split(node: number): Split;
  leaf(leaf: number): number;
};
export type ForestSize = { trees: number; nodes: number; leaves: number; features: number; groups: number };
export type ForestLimits = { trees: number; treeNodes: number; depth: number; setWords: number };

/**
 * Throws an Error whose message goes on after "it": for a tree that is no tree, and for more than the limits. `size` is what is
 * there at most. Its text is a part of a program: it uses nothing of this module.
 */
export function forestOf(trees: Iterable<RawTree>, size: ForestSize, limits: ForestLimits): Forest {
  type Open = { id: number; parent: number; isYes: boolean; depth: number };
  const KINDS = { number: 0, "or-zero": 1, category: 2, "cut-category": 3 };
  const tooMany = (most: number, what: string) => new Error(`has more than ${most} ${what}`);
  if (size.trees > limits.trees) throw tooMany(limits.trees, "trees");
  if (size.nodes + size.leaves > limits.treeNodes) throw tooMany(limits.treeNodes, "nodes in its trees");
  const { nodes, leaves } = size;
  const forest = {
    roots: new Int32Array(size.trees),
    groups: new Int32Array(size.trees),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    yes: new Int32Array(nodes),
    no: new Int32Array(nodes),
    missing: new Int32Array(nodes),
    kind: new Uint8Array(nodes),
    setFrom: new Int32Array(nodes),
    setWords: new Int32Array(nodes),
    leaves: new Float64Array(leaves),
  };
  const words: number[] = [];
  const missingIsYes = new Uint8Array(nodes);
  let [tree, node, leaf] = [0, 0, 0];

  const isBelow = (id: number, end: number) => Number.isInteger(id) && id >= 0 && id < end;
  const meet = () => new Error(`has a tree (${tree}) whose branches meet or go in a circle`);

  function plantLeaf(raw: RawTree, id: number, seen: Uint8Array): number {
    if (!isBelow(id, raw.leaves)) throw new Error(`has a tree (${tree}) that points outside of itself`);
    if (seen[id] === 1) throw meet();
    seen[id] = 1;
    const value = raw.leaf(id);
    if (!Number.isFinite(value)) throw new Error(`has a leaf in its tree ${tree} that is no finite number`);
    forest.leaves[leaf] = value;
    leaf += 1;
    return ~(leaf - 1);
  }

  function plantNode(raw: RawTree, { id, depth }: Open, seen: Uint8Array, open: Open[]): number {
    if (!isBelow(id, raw.nodes)) throw new Error(`has a tree (${tree}) that points outside of itself`);
    if (seen[id] === 1) throw meet();
    seen[id] = 1;
    if (depth >= limits.depth) throw new Error(`has a tree (${tree}) that is deeper than ${limits.depth}`);
    const split = raw.split(id);
    if (!isBelow(split.feature, size.features))
      throw new Error(`asks for the column ${split.feature} in its tree ${tree}, and has ${size.features}`);
    if (Number.isNaN(split.threshold))
      throw new Error(`has a threshold in its tree ${tree} that is no number`);
    const at = node;
    node += 1;
    forest.feature[at] = split.feature;
    forest.threshold[at] = split.threshold;
    forest.kind[at] = KINDS[split.kind];
    missingIsYes[at] = split.missingIsYes ? 1 : 0;
    forest.setFrom[at] = words.length;
    forest.setWords[at] = split.set.length;
    if (words.length + split.set.length > limits.setWords)
      throw tooMany(limits.setWords * 32, "categories in its splits");
    for (let word = 0; word < split.set.length; word += 1) words.push(split.set[word] ?? 0);
    open.push({ id: split.no, parent: at, isYes: false, depth: depth + 1 });
    open.push({ id: split.yes, parent: at, isYes: true, depth: depth + 1 });
    return at;
  }

  for (const raw of trees) {
    if (!isBelow(raw.group, size.groups))
      throw new Error(`has a tree (${tree}) for the output ${raw.group}, and has ${size.groups}`);
    const [seenNodes, seenLeaves] = [new Uint8Array(raw.nodes), new Uint8Array(raw.leaves)];
    const open: Open[] = [{ id: raw.root, parent: -1, isYes: true, depth: 0 }];
    for (let one = open.pop(); one; one = open.pop()) {
      const at = one.id < 0 ? plantLeaf(raw, ~one.id, seenLeaves) : plantNode(raw, one, seenNodes, open);
      if (one.parent < 0) forest.roots[tree] = at;
      else {
        (one.isYes ? forest.yes : forest.no)[one.parent] = at;
        if (one.isYes === (missingIsYes[one.parent] === 1)) forest.missing[one.parent] = at;
      }
    }
    forest.groups[tree] = raw.group;
    tree += 1;
  }
  return { ...forest, sets: Uint32Array.from(words) };
}

/**
 * Adds the leaf of each tree to the sums of each row, tree after tree: the sums round as their array does, which is what the
 * library does. A part of a program, too.
 */
export function addLeaves(
  forest: Forest,
  rows: ArrayLike<number>,
  width: number,
  sums: Float32Array | Float64Array,
  groupCount: number,
): void {
  const { roots, groups, feature, threshold, yes, no, missing, kind, setFrom, setWords, sets, leaves } =
    forest;
  // LightGBM's, in its own precision.
  const zero = Math.fround(1e-35);
  const count = sums.length / groupCount;

  function isIn(node: number, value: number): boolean {
    const category = kind[node] === 3 ? Math.trunc(value) : value;
    if (category < 0 || category >= (setWords[node] ?? 0) * 32) return false;
    const word = sets[(setFrom[node] ?? 0) + (category >>> 5)] ?? 0;
    return ((word >>> (category & 31)) & 1) === 1;
  }

  for (let tree = 0; tree < roots.length; tree += 1) {
    const root = roots[tree] ?? 0;
    let sum = groups[tree] ?? 0;
    for (let row = 0; row < count; row += 1) {
      let node = root;
      while (node >= 0) {
        const value = rows[row * width + (feature[node] ?? 0)] ?? Number.NaN;
        const asked = kind[node];
        if (Number.isNaN(value) || (asked === 1 && Math.abs(value) <= zero)) node = missing[node] ?? 0;
        else if ((asked ?? 0) < 2) node = (value <= (threshold[node] ?? 0) ? yes[node] : no[node]) ?? 0;
        else node = (isIn(node, value) ? yes[node] : no[node]) ?? 0;
      }
      sums[sum] = (sums[sum] ?? 0) + (leaves[~node] ?? 0);
      sum += groupCount;
    }
  }
}
