import { expect, test } from "vitest";
import { labelledFigures, scoresByQuestion } from "./labelled-figures";

const row = (of: number, output: string, live: number, shadow: number, truth: number) => ({
  ...{ of, output, live, shadow, truth },
});

test("each question has its own scores, of the number that is judged now", () => {
  const scores = scoresByQuestion([
    row(1, "y", 3, 2, 2),
    row(1, "y", 1, 1, 2),
    row(1, "old", 9, 9, 9),
    row(2, "p.1", 0.5, 0.75, 1),
  ]);
  expect(scores.get(1)).toMatchObject({ output: "y", labels: 2, isBinary: false });
  expect(scores.get(2)).toMatchObject({ output: "p.1", labels: 1, isBinary: true });
});

test("figures of both, and of what the version has more", () => {
  const [scores] = scoresByQuestion([row(1, "y", 4, 3, 2), row(1, "y", 1, 2, 2)]).values();
  expect(labelledFigures(scores)).toMatchObject({
    ...{ labels: 2, mean_error: 0.5, live_mean_error: 1.5, mean_error_difference: -1 },
    ...{ mean_error_difference_low: -1, mean_error_difference_high: -1 },
  });
  expect(labelledFigures(undefined)).toEqual({ labels: 0 });
});
