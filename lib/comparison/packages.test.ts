import { expect, it } from "vitest";
import { condaEnvironment, pythonVersion, requirements } from "./packages";

it.each([
  ["pandas==2.2.1", [["pandas", "2.2.1"]]],
  ["Scikit_Learn == 1.5.0  # pinned", [["scikit-learn", "1.5.0"]]],
  ["mlflow[extras]>=2.1,<3", [["mlflow", ">=2.1,<3"]]],
  ['torch==2.3.0; sys_platform == "linux"', [["torch", "2.3.0"]]],
  ["# a comment\n\n-r other.txt\n--index-url https://x\nnumpy", [["numpy", "any"]]],
  ["pkg @ https://example.com/pkg.whl", [["pkg", "@ https://example.com/pkg.whl"]]],
  [
    "a===1\r\nb==2",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  ["../escape\n=1\n\u0000", []],
])("requirements %j", (text, packages) => {
  expect([...requirements(text)]).toEqual(packages);
});

it("reads conda's list with pip's inside", () => {
  const text =
    "channels: [conda-forge]\ndependencies:\n- python=3.11.2\n- pip<=23\n- pip:\n  - mlflow==2.22.5\n  - numpy==1.26.4\nname: env\n";
  const { packages, python } = condaEnvironment(text);
  expect(python).toBe("3.11.2");
  expect(packages.get("mlflow")).toBe("2.22.5");
  expect(packages.get("numpy")).toBe("1.26.4");
});

it.each([
  ["python: 3.11.2\nbuild_dependencies: []", "3.11.2"],
  ["python: 3.11", "3.11"],
  ["- a", null],
  ["a: [", null],
  ["a: &a [x]\nb: [*a, *a]", null],
])("python_env.yaml %j", (text, version) => {
  expect(pythonVersion(text)).toBe(version);
});
