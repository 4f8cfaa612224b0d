import type { Forest, ForestLimits, ForestSize, RawTree } from "./forest";

/** What becomes of the sums of a row. The last three say a class and the probability of each. */
export type Link =
  | "identity"
  | "exponential"
  | "sigmoid"
  | "step"
  | "square"
  | "soft-plus"
  | "binary"
  | "softmax"
  | "one-against-rest";

/** A model of trees, whoever wrote its file. It computes in the precision of its library. */
export type TreeModel = {
  forest: Forest;
  precision: "float32" | "float64";
  /** Values of a row. */
  width: number;
  /** Names of these values, where the file has them. */
  columns: string[];
  /** Sums of a row, and where each begins. */
  start: number[];
  /** What the sums are divided by: the trees of a forest that answers with their mean. */
  divisor: number;
  link: Link;
  /** What a sigmoid multiplies its sum with. */
  steepness: number;
};

export type TreeLimits = ForestLimits & { columns: number; outputs: number };
export type ForestOf = (trees: Iterable<RawTree>, size: ForestSize, limits: ForestLimits) => Forest;
