import type { TreeLimits } from "./tree-model";

/** For tests: small ones. */
export const LIMITS: TreeLimits = {
  trees: 200,
  treeNodes: 10_000,
  depth: 50,
  setWords: 10_000,
  columns: 1_000,
  outputs: 1_000,
};
