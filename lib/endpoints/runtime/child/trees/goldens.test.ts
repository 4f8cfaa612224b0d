import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { xgboostDocument } from "./document";
import { addLeaves, forestOf } from "./forest";
import { lightgbmModel } from "./lightgbm";
import { treeAnswers, treeOutputs } from "./links";
import { LIMITS } from "./testing";
import type { TreeModel } from "./tree-model";
import { readUbjson } from "./ubjson";
import { xgboostModel } from "./xgboost";

/** Models of the real libraries with what these answer; made by goldens/make.py. */
const FOLDER = join(import.meta.dirname, "goldens");
type Numbers = readonly (number | Numbers)[];
type Golden = {
  format: "xgboost" | "lightgbm";
  binary: boolean;
  model: string;
  rows: (number | null)[][];
  answers: { margins: Numbers; answer: Numbers; label?: Numbers };
};

/** The guarantee: goldens/make.py wrote it. */
const goldenOf = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Golden;

function modelOf({ format, binary, model }: Golden): TreeModel {
  if (format === "lightgbm") return lightgbmModel(model, LIMITS, forestOf);
  const document = xgboostDocument(Buffer.from(model, binary ? "base64" : "utf8"), readUbjson);
  return xgboostModel(document, LIMITS, forestOf);
}
function sumsOf({ forest, precision, start, width }: TreeModel, rows: Golden["rows"]) {
  const flat = rows.flat().map((value) => value ?? Number.NaN);
  const sums = Array.from({ length: rows.length }, () => start).flat();
  const [cells, made] =
    precision === "float32"
      ? [Float32Array.from(flat), Float32Array.from(sums)]
      : [Float64Array.from(flat), Float64Array.from(sums)];
  addLeaves(forest, cells, width, made, start.length);
  return made;
}
const flatOf = (numbers: Numbers): number[] => numbers.flat(2) as number[];
/** Exponentials of two libraries of mathematics differ in their last bits. */
const near = (precision: TreeModel["precision"], wanted: number) =>
  Math.max(Math.abs(wanted), 1e-3) * (precision === "float32" ? 3e-7 : 1e-14);

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".golden"));

describe("what the library answers is answered here", () => {
  it("for many models", () => expect(files.length).toBeGreaterThan(45));

  it.each(files)("%s", (file) => {
    const golden = goldenOf(file);
    const model = modelOf(golden);
    const sums = sumsOf(model, golden.rows);
    expect(Array.from(sums)).toEqual(flatOf(golden.answers.margins));

    const made = treeAnswers(model, sums);
    expect(made.map(({ name, type }) => ({ name, type }))).toEqual(
      treeOutputs(model).map(({ name, type }) => ({ name, type })),
    );
    const [first, probabilities] = made;
    const wanted = flatOf(golden.answers.answer);
    const isChance = model.link === "binary";
    const given = Array.from(probabilities?.data ?? first?.data ?? [], Number).filter(
      (_, at) => !isChance || at % 2 === 1,
    );
    if (golden.answers.label)
      expect(Array.from(first?.data ?? [], Number)).toEqual(flatOf(golden.answers.label));
    // The answer of this objective is the class alone.
    if (file === "xgboost-multi-softmax.golden") {
      expect(Array.from(first?.data ?? [], Number)).toEqual(wanted);
      return;
    }
    expect(given.length).toBe(wanted.length);
    for (const [at, value] of wanted.entries())
      expect(Math.abs((given[at] ?? Number.NaN) - value)).toBeLessThanOrEqual(near(model.precision, value));
  });
});
