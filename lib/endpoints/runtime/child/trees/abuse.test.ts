import { describe, expect, it } from "vitest";
import { forestOf } from "./forest";
import { lightgbmModel } from "./lightgbm";
import { LIMITS } from "./testing";
import { readUbjson } from "./ubjson";
import { xgboostModel } from "./xgboost";

/** A tree of three nodes, of which the first asks whether the first of two values is below 0.5. */
const tree = (more: object = {}) => ({
  tree_param: { size_leaf_vector: "1" },
  left_children: [1, -1, -1],
  right_children: [2, -1, -1],
  split_indices: [0, 0, 0],
  split_conditions: [0.5, -1, 1],
  default_left: [1, 0, 0],
  split_type: [0, 0, 0],
  categories_nodes: [],
  ...more,
});
type Change = { trees?: unknown; param?: object; objective?: string; booster?: object; learner?: object };
function xgboost({
  trees = [tree()],
  param = {},
  objective = "reg:squarederror",
  booster = {},
  learner = {},
}: Change) {
  const count = Array.isArray(trees) ? trees.length : 0;
  return {
    learner: {
      learner_model_param: {
        base_score: "5E-1",
        num_class: "0",
        num_feature: "2",
        num_target: "1",
        ...param,
      },
      objective: { name: objective },
      gradient_booster: { name: "gbtree", model: { trees, tree_info: new Array(count).fill(0) }, ...booster },
      ...learner,
    },
  };
}
const readX = (document: unknown) => xgboostModel(document, LIMITS, forestOf);
const byCategories = (more: object) =>
  tree({
    split_type: [1, 0, 0],
    categories_nodes: [0],
    categories_segments: [0],
    categories_sizes: [1],
    categories: [3],
    ...more,
  });
/** Each node has the next one to its right. */
const chain = (length: number) => {
  const ids = Array.from({ length: 2 * length + 1 }, (_, at) => at);
  const isNode = (at: number) => at < 2 * length && at % 2 === 0;
  return tree({
    left_children: ids.map((at) => (isNode(at) ? at + 1 : -1)),
    right_children: ids.map((at) => (isNode(at) ? at + 2 : -1)),
    split_indices: ids.map(() => 0),
    split_conditions: ids.map(() => 0),
    default_left: ids.map(() => 0),
    split_type: ids.map(() => 0),
  });
};

describe("a file of XGBoost is refused with the reason", () => {
  it.each<[string, unknown, RegExp]>([
    ["a list", [], /no model of XGBoost/],
    ["nothing", null, /no model of XGBoost/],
    ["trees that are text", xgboost({ trees: "many" }), /no list trees/],
    ["trees that are numbers", xgboost({ trees: [1] }), /left_children/],
    ["linear weights", xgboost({ booster: { name: "gblinear" } }), /gblinear/],
    [
      "leaves of several numbers",
      xgboost({ trees: [tree({ tree_param: { size_leaf_vector: "3" } })] }),
      /multi_output_tree/,
    ],
    ["an objective that is not known", xgboost({ objective: "reg:evil" }), /reg:evil/],
    ["an objective of every object", xgboost({ objective: "constructor" }), /constructor/],
    ["a circle", xgboost({ trees: [tree({ left_children: [0, -1, -1] })] }), /circle/],
    ["branches that meet", xgboost({ trees: [tree({ left_children: [2, -1, -1] })] }), /meet/],
    ["a child beyond the end", xgboost({ trees: [tree({ left_children: [3, -1, -1] })] }), /outside/],
    ["a child below zero", xgboost({ trees: [tree({ left_children: [-7, -1, -1] })] }), /outside/],
    ["a child between two", xgboost({ trees: [tree({ left_children: [1.5, -1, -1] })] }), /outside/],
    [
      "a tree without a node",
      xgboost({
        trees: [
          tree({
            left_children: [],
            right_children: [],
            split_indices: [],
            split_conditions: [],
            default_left: [],
            split_type: [],
          }),
        ],
      }),
      /outside/,
    ],
    ["a column that is not there", xgboost({ trees: [tree({ split_indices: [2, 0, 0] })] }), /column 2/],
    [
      "a threshold that is no number",
      xgboost({ trees: [tree({ split_conditions: [null, 1, 1] })] }),
      /threshold/,
    ],
    [
      "a threshold without an end",
      xgboost({ trees: [tree({ split_conditions: [1e300, 1, 1] })] }),
      /threshold/,
    ],
    ["a leaf without an end", xgboost({ trees: [tree({ split_conditions: [0, 1e300, 1] })] }), /leaf/],
    ["a list that is too short", xgboost({ trees: [tree({ default_left: [1] })] }), /default_left of 1/],
    ["too many trees", xgboost({ trees: new Array(201).fill(tree()) }), /200 trees/],
    ["too many nodes", xgboost({ trees: new Array(200).fill(chain(40)) }), /10000 nodes/],
    ["a tree that is too deep", xgboost({ trees: [chain(60)] }), /deeper than 50/],
    ["a million columns", xgboost({ param: { num_feature: "1000000" } }), /num_feature/],
    ["columns that are no number", xgboost({ param: { num_feature: "1e" } }), /num_feature/],
    ["a million classes", xgboost({ param: { num_class: "1000000" } }), /num_class/],
    ["a base score that is no number", xgboost({ param: { base_score: "" } }), /base_score/],
    [
      "a base score that its objective does not have",
      xgboost({ param: { base_score: "2" }, objective: "binary:logistic" }),
      /base_score/,
    ],
    ["three base scores for one output", xgboost({ param: { base_score: "[1,2,3]" } }), /base_score/],
    [
      "a tree for another output",
      xgboost({ booster: { model: { trees: [tree()], tree_info: [1] } } }),
      /output 1/,
    ],
    ["no output of a tree", xgboost({ booster: { model: { trees: [tree()], tree_info: [] } } }), /of each/],
    ["a category below zero", xgboost({ trees: [byCategories({ categories: [-1] })] }), /no category/],
    ["a category of a billion", xgboost({ trees: [byCategories({ categories: [1e9] })] }), /no category/],
    ["a set of millions", xgboost({ trees: [byCategories({ categories: [16_000_000] })] }), /categories/],
    [
      "categories beyond the list",
      xgboost({ trees: [byCategories({ categories_sizes: [9] })] }),
      /not in its list/,
    ],
    [
      "categories below the list",
      xgboost({ trees: [byCategories({ categories_segments: [-1] })] }),
      /not in its list/,
    ],
    [
      "a split by no categories",
      xgboost({ trees: [byCategories({ categories_nodes: [2] })] }),
      /no categories/,
    ],
    [
      "a best iteration that is none",
      xgboost({ learner: { attributes: { scikit_learn: "{}", best_iteration: "-1" } } }),
      /best_iteration/,
    ],
  ])("%s", (_name, document, words) => expect(() => readX(document)).toThrow(words));

  it("and the file without these faults is read", () => {
    expect(readX(xgboost({})).forest.leaves).toEqual(Float64Array.of(-1, 1, 0));
    expect(readX(xgboost({ trees: [byCategories({})] })).forest.sets).toEqual(Uint32Array.of(8));
    expect(readX(xgboost({ trees: [chain(50)] })).forest.roots).toEqual(Int32Array.of(0));
  });
});

const bytesOf = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const LONG = (last: number) => [0, 0, 0, 0, 0, 0, 0, last];

describe("Universal Binary JSON", () => {
  const read = (bytes: Uint8Array) => readUbjson(bytes, { depth: 8, values: 50 });

  it("is read in all of its forms", () => {
    const bytes = bytesOf(
      "{",
      "U",
      [1],
      "a",
      "[$d#L",
      LONG(1),
      [0x3f, 0x80, 0, 0],
      "i",
      [1],
      "b",
      "SU",
      [2],
      "hi",
      "U",
      [1],
      "c",
      "[TFZN]",
      "U",
      [1],
      "d",
      "[#U",
      [2],
      "i",
      [255],
      "I",
      [1, 0],
      "U",
      [1],
      "e",
      "{#U",
      [0],
      "}",
    );
    expect(read(bytes)).toEqual({
      a: Float64Array.of(1),
      b: "hi",
      c: [true, false, null],
      d: [-1, 256],
      e: {},
    });
  });

  it("makes no object a prototype", () => {
    const made = read(bytesOf("{", "U", [9], "__proto__", "{", "U", [1], "x", "i", [1], "}", "}"));
    expect(Object.getPrototypeOf(made)).toBeNull();
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["no bytes", bytesOf(), /too early/],
    ["an object without an end", bytesOf("{", "U", [1], "a"), /too early/],
    ["a text longer than the file", bytesOf("SL", [0x7f, 255, 255, 255, 255, 255, 255, 255]), /length/],
    ["a text that ends too early", bytesOf("SU", [9], "x"), /too early/],
    ["a length below zero", bytesOf("Si", [255]), /length/],
    ["a length with a fraction", bytesOf("Sd", [0, 0, 0, 0]), /length/],
    ["a count of a billion", bytesOf("[$d#l", [0x40, 0, 0, 0]), /count/],
    ["a count of nothings", bytesOf("[$Z#l", [0, 0, 0, 9]), /count/],
    ["a list of one type that is not of numbers", bytesOf("[$Z#U", [1], "Z"), /not of numbers/],
    ["a type without a count", bytesOf("[$d", [0]), /without a count/],
    ["an unknown type", bytesOf("X"), /unknown type/],
    ["a list in a list in a list", bytesOf("[".repeat(20)), /too deep/],
    ["more values than are good", bytesOf("[", "Z".repeat(60), "]"), /too many/],
  ])("is refused with the place: %s", (_name, bytes, words) => expect(() => read(bytes)).toThrow(words));
});

const TREE = `Tree=0
num_leaves=3
num_cat=0
split_feature=0 1
threshold=0.5 1.5
decision_type=2 8
left_child=1 -1
right_child=-2 -3
leaf_value=1 2 3
is_linear=0
`;
const HEAD = `tree
version=v4
num_class=1
num_tree_per_iteration=1
max_feature_idx=1
objective=regression
feature_names=a b
`;
const readL = (text: string) => lightgbmModel(text, LIMITS, forestOf);
const lightgbm = (from = "", to = "") => `${HEAD}\n${TREE}\nend of trees\n`.replace(from, to);
const CATEGORY = TREE.replace("decision_type=2", "decision_type=1").replace("threshold=0.5", "threshold=0");

describe("a text of LightGBM is refused with the reason", () => {
  it.each<[string, string, RegExp]>([
    ["nothing", "", /does not begin/],
    ["another file", '{"tree": 1}', /does not begin/],
    ["no end", lightgbm("end of trees", ""), /ends before/],
    ["an old version", lightgbm("version=v4", "version=v2"), /v2/],
    ["no version", lightgbm("version=v4", ""), /none/],
    ["an objective that is not known", lightgbm("objective=regression", "objective=evil"), /evil/],
    [
      "an objective of every object",
      lightgbm("objective=regression", "objective=constructor"),
      /constructor/,
    ],
    ["linear trees", lightgbm("is_linear=0", "is_linear=1"), /linear_tree/],
    ["a circle", lightgbm("left_child=1 -1", "left_child=0 -1"), /circle/],
    ["leaves that meet", lightgbm("right_child=-2 -3", "right_child=-2 -1"), /meet/],
    ["a child beyond the end", lightgbm("left_child=1 -1", "left_child=2 -1"), /outside/],
    ["a leaf beyond the end", lightgbm("right_child=-2 -3", "right_child=-2 -9"), /outside/],
    ["a child that is no number", lightgbm("left_child=1 -1", "left_child=x -1"), /outside/],
    ["a column that is not there", lightgbm("split_feature=0 1", "split_feature=0 2"), /column 2/],
    ["a threshold that is no number", lightgbm("threshold=0.5", "threshold=nan"), /threshold/],
    ["a leaf that is no number", lightgbm("leaf_value=1", "leaf_value=nan"), /leaf/],
    ["a list that is too short", lightgbm("threshold=0.5 1.5", "threshold=0.5"), /1 numbers as threshold/],
    ["a billion leaves", lightgbm("num_leaves=3", "num_leaves=1000000000"), /num_leaves/],
    ["more leaves than values", lightgbm("num_leaves=3", "num_leaves=4"), /4 leaves with 3/],
    ["no leaf", lightgbm("num_leaves=3", "num_leaves=0"), /0 leaves/],
    ["a decision that is not known", lightgbm("decision_type=2", "decision_type=14"), /decision_type/],
    ["a billion columns", lightgbm("max_feature_idx=1", "max_feature_idx=1000000000"), /max_feature_idx/],
    ["more columns than names", lightgbm("feature_names=a b", "feature_names=a"), /1 feature_names for 2/],
    [
      "trees that do not fit the outputs",
      lightgbm("num_tree_per_iteration=1", "num_tree_per_iteration=2"),
      /1 trees for 2/,
    ],
    ["too many trees", `${HEAD}\n${`${TREE}\n`.repeat(201)}end of trees\n`, /200 trees/],
    ["categories that are not there", lightgbm(TREE, CATEGORY), /not in its list/],
    [
      "categories in the wrong order",
      lightgbm(TREE, `${CATEGORY}cat_boundaries=1 0\ncat_threshold=8\n`),
      /not in its list/,
    ],
    [
      "categories that are no bits",
      lightgbm(TREE, `${CATEGORY}cat_boundaries=0 1\ncat_threshold=-8\n`),
      /set of bits/,
    ],
    ["a sigmoid of nothing", lightgbm("objective=regression", "objective=binary sigmoid:0"), /sigmoid/],
  ])("%s", (_name, text, words) => expect(() => readL(text)).toThrow(words));

  it("and the text without these faults is read", () => {
    expect(readL(lightgbm()).forest.leaves).toEqual(Float64Array.of(1, 3, 2));
    expect(readL(lightgbm(TREE, `${CATEGORY}cat_boundaries=0 1\ncat_threshold=8\n`)).forest.sets).toEqual(
      Uint32Array.of(8),
    );
  });
});
