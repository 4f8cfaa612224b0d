import type { NamedTensor, Port } from "../../tensor";
import type { TreeModel } from "./tree-model";

/** What a model of trees gives. Its text is a part of a program: it uses nothing of this module. */
export function treeOutputs({
  link,
  start,
  precision,
}: Pick<TreeModel, "link" | "start" | "precision">): Port[] {
  const isOfClasses = link === "binary" || link === "softmax" || link === "one-against-rest";
  if (!isOfClasses)
    return [{ name: "prediction", type: precision, dims: start.length === 1 ? [-1] : [-1, start.length] }];
  return [
    { name: "label", type: "int64", dims: [-1] },
    { name: "probabilities", type: precision, dims: [-1, link === "binary" ? 2 : start.length] },
  ];
}

/**
 * Sums of rows as the answers of these outputs, rounded after each step as the library rounds. A part of a program, too.
 */
export function treeAnswers(
  {
    link,
    start,
    precision,
    divisor,
    steepness,
  }: Pick<TreeModel, "link" | "start" | "precision" | "divisor" | "steepness">,
  sums: Float32Array | Float64Array,
): NamedTensor[] {
  const isSingle = precision === "float32";
  const round = isSingle ? Math.fround : (value: number) => value;
  // XGBoost's, so that the exponential stays a number.
  const mostExponent = isSingle ? Math.fround(88.7) : Number.POSITIVE_INFINITY;
  const groups = start.length;
  const rows = sums.length / groups;
  const filled = (size: number) => (isSingle ? new Float32Array(size) : new Float64Array(size));
  const exp = (value: number) => round(Math.exp(value));
  const sigmoid = (value: number) => round(1 / round(1 + exp(Math.min(-steepness * value, mostExponent))));
  if (divisor !== 1) for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) / divisor;

  const plain = (of: (value: number) => number): NamedTensor[] => {
    const data = filled(sums.length);
    for (let at = 0; at < sums.length; at += 1) data[at] = of(sums[at] ?? 0);
    return [{ name: "prediction", type: precision, dims: groups === 1 ? [rows] : [rows, groups], data }];
  };
  const classes = (width: number, data: Float32Array | Float64Array): NamedTensor[] => {
    const labels = new BigInt64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      let best = 0;
      for (let at = 1; at < width; at += 1)
        if ((data[row * width + at] ?? 0) > (data[row * width + best] ?? 0)) best = at;
      labels[row] = BigInt(best);
    }
    return [
      { name: "label", type: "int64", dims: [rows], data: labels },
      { name: "probabilities", type: precision, dims: [rows, width], data },
    ];
  };

  switch (link) {
    case "identity":
      return plain((value) => value);
    case "exponential":
      return plain(exp);
    case "sigmoid":
      return plain(sigmoid);
    case "step":
      return plain((value) => (value > 0 ? 1 : 0));
    case "square":
      return plain((value) => Math.sign(value) * value * value);
    case "soft-plus":
      return plain((value) => Math.log1p(Math.exp(value)));
    case "binary": {
      const data = filled(rows * 2);
      for (let row = 0; row < rows; row += 1) {
        const chance = sigmoid(sums[row] ?? 0);
        data[row * 2] = round(1 - chance);
        data[row * 2 + 1] = chance;
      }
      return classes(2, data);
    }
    case "one-against-rest":
      return classes(
        groups,
        filled(sums.length).map((_, at) => sigmoid(sums[at] ?? 0)),
      );
    case "softmax": {
      const data = filled(sums.length);
      for (let from = 0; from < sums.length; from += groups) {
        let most = sums[from] ?? 0;
        for (let at = 1; at < groups; at += 1) most = Math.max(most, sums[from + at] ?? 0);
        let total = 0;
        for (let at = from; at < from + groups; at += 1) {
          data[at] = exp(round((sums[at] ?? 0) - most));
          total += data[at] ?? 0;
        }
        for (let at = from; at < from + groups; at += 1) data[at] = (data[at] ?? 0) / round(total);
      }
      return classes(groups, data);
    }
    default:
      return link satisfies never;
  }
}
