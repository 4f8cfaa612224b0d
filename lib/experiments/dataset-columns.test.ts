import { expect, test } from "vitest";
import { datasetColumns } from "./dataset-columns";

const COLUMNS = '{"mlflow_colspec": [{"type": "double", "name": "x", "required": true}, {"type": "string"}]}';

test("columns have their names and types; one without a name has its number", () => {
  expect(datasetColumns(COLUMNS)).toEqual([
    { name: "x", type: "double" },
    { name: "1", type: "string" },
  ]);
});

test("of a schema that is cut, what is whole is shown", () => {
  expect(datasetColumns(COLUMNS.slice(0, COLUMNS.indexOf('"string"')))?.[0]).toEqual({
    name: "x",
    type: "double",
  });
});

test("tensors have their type and shape", () => {
  const features = JSON.stringify([{ type: "tensor", "tensor-spec": { dtype: "float64", shape: [-1, 4] } }]);
  expect(datasetColumns(JSON.stringify({ mlflow_tensorspec: { features, targets: null } }))).toEqual([
    { name: "0", type: "tensor" },
  ]);
  const bare = JSON.stringify([{ name: "a", "tensor-spec": { dtype: "float64", shape: [-1, 4] } }]);
  expect(datasetColumns(JSON.stringify({ mlflow_tensorspec: { features: bare } }))).toEqual([
    { name: "a", type: "float64 (-1, 4)" },
  ]);
});

test.each(["", "{}", "[]", '{"mlflow_colspec": 1}', "text"])("%s is none", (schema) => {
  expect(datasetColumns(schema)).toBeNull();
});
