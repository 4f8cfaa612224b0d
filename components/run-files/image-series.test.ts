import { expect, test } from "vitest";
import { seriesIn, stepOf } from "./image-series";

const UUID = "0199f2d0-c4c8-7f7d-9b1a-3c5e7f90a1b2";
const file = (path: string) => ({ path, is_folder: false, size_bytes: 1 });

test.each([
  [`images/dog+step+12+timestamp+1700000000000+${UUID}.png`, "dog", 12, false],
  [`images/dog+step+12+timestamp+1700000000000+${UUID}+compressed.webp`, "dog", 12, true],
  [`images/val~conf+step+-1+timestamp+1+${UUID}.png`, "val/conf", -1, false],
  [`images/a+step+1+step+2+timestamp+3+${UUID}.png`, "a+step+1", 2, false],
  [`images/dog%step%0%timestamp%1700000000000%${UUID}.png`, "dog", 0, false],
])("%s is %s at step %i", (path, key, step, isSmallCopy) => {
  expect(stepOf(path)).toMatchObject({ key, step, isSmallCopy, path });
});

test.each([
  "images/dog.png",
  `images/dog+step+x+timestamp+1+${UUID}.png`,
  `images/+step+1+timestamp+1+${UUID}.png`,
  `images/dog+step+1%timestamp%1%${UUID}.png`,
  `dog+step+1+timestamp+1+${UUID}.png/inner`,
])("%s is none of a series", (path) => {
  expect(stepOf(path)).toBeNull();
});

test("images are gathered by key, by step and then by time, whatever their names' order", () => {
  const name = (key: string, step: number, at: number) =>
    `images/${key}+step+${step}+timestamp+${at}+${UUID}.png`;
  const { series, rest } = seriesIn([
    file(name("a", 10, 5)),
    file(name("a", 2, 9)),
    file(name("a", 2, 4)),
    file(name("b", 0, 1)),
    file(`images/a+step+2+timestamp+4+${UUID}+compressed.webp`),
    file("images/cover.png"),
  ]);
  expect(
    series.map(({ key, images }) => [key, images.map(({ step, timestampMs }) => [step, timestampMs])]),
  ).toEqual([
    [
      "a",
      [
        [2, 4],
        [2, 9],
        [10, 5],
      ],
    ],
    ["b", [[0, 1]]],
  ]);
  expect(rest.map(({ path }) => path)).toEqual(["images/cover.png"]);
});
