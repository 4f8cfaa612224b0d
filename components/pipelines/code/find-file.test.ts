import { expect, test } from "vitest";
import { findFile } from "./find-file";

const files = ["train.py", "tasks/train.py", "lib/한글.py", "pipeline.ts"];

test.each([
  ["tasks/train.py", "tasks/train.py"],
  ["/tmp/code/ab12/tasks/train.py", "tasks/train.py"],
  ["/tmp/code/ab12/other/train.py", "train.py"],
  ["C:\\work\\tasks\\train.py", "tasks/train.py"],
  ["/x/lib/한글.py", "lib/한글.py"],
  ["/x/retrain.py", null],
  ["/usr/lib/python3/json.py", null],
  ["", null],
])("%j is %j", (path, file) => {
  expect(findFile(path, files)).toBe(file);
});
