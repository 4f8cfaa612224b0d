import { describe, expect, it, test } from "vitest";
import {
  type Rollout,
  rolloutBody,
  rolloutOf,
  totalOf,
  withCanary,
  withoutVariant,
  withShadow,
} from "./rollout";

const variant = {
  number: 3,
  name: "main",
  model: "delay",
  alias: "champion",
  version: null,
  percent: 100,
  remote: null,
};
const unjoined = { feature_service: null, feature_fallback: null };
const one = rolloutOf({ variants: [variant], shadow: null, sticky: null, ...unjoined });
const two = rolloutOf({
  variants: [
    { ...variant, percent: 90 },
    { ...variant, name: "canary", alias: null, version: 7, percent: 10 },
  ],
  shadow: { ...variant, name: "shadow", alias: null, version: 8, percent: 50 },
  sticky: { by: "column", name: "carrier" },
  ...unjoined,
});

describe("what is typed is sent as the API takes it", () => {
  it("one variant of the usual name alone", () => {
    expect(rolloutBody(one)).toEqual({
      variant: { model: "delay", alias: "champion" },
      shadow: null,
      sticky: null,
      ...unjoined,
    });
  });
  it("one variant of another name, several, a shadow and a sticky key as they are", () => {
    expect(rolloutBody(two)).toEqual({
      variants: [
        { model: "delay", alias: "champion", name: "main", percent: 90 },
        { model: "delay", version: 7, name: "canary", percent: 10 },
      ],
      shadow: { model: "delay", version: 8, name: "shadow", percent: 50 },
      sticky: { by: "column", name: "carrier" },
      ...unjoined,
    });
    const named: Rollout = { ...one, variants: one.variants.map((typed) => ({ ...typed, name: "blue" })) };
    expect(rolloutBody(named)).toMatchObject({ variants: [{ name: "blue", percent: 100 }] });
  });
  it("a model of another server as it was", () => {
    const remote = { url: "https://triton.test", model: "delay", columns: null };
    const elsewhere = { ...variant, alias: null, remote };
    expect(
      rolloutBody(rolloutOf({ variants: [elsewhere], shadow: null, sticky: null, ...unjoined })),
    ).toMatchObject({
      variant: { remote: { url: "https://triton.test", model: "delay" } },
    });
  });
  it("not before something is chosen", () => {
    expect(rolloutBody(withCanary(one))).toBeNull();
    expect(rolloutBody(withShadow(one))).toBeNull();
    const unnamed = { url: "https://triton.test", model: " ", columns: null };
    const variants = one.variants.map((typed) => ({ ...typed, remote: unnamed }));
    expect(rolloutBody({ ...one, variants })).toBeNull();
  });
});

test("a canary takes a tenth from the largest, and gives back what it had", () => {
  const more = withCanary(one);
  expect(more.variants.map(({ name, percent }) => [name, percent])).toEqual([
    ["main", "90"],
    ["canary", "10"],
  ]);
  const third = withCanary(more);
  expect(third.variants.map(({ name }) => name)).toEqual(["main", "canary", "canary-2"]);
  expect(totalOf(third.variants)).toBe(100);
  expect(withoutVariant(more, more.variants[1]?.id ?? -1).variants).toMatchObject([{ percent: "100" }]);
});

test.each([
  [["60", "40"], 100],
  [["60", "4o"], null],
  [["60", ""], null],
  [["60", "41"], 101],
])("percents %s add up to %s", (percents, total) => {
  const typed = percents.map((percent, id) => ({
    id,
    name: "a",
    model: "m",
    standing: "",
    percent,
    remote: null,
  }));
  expect(totalOf(typed)).toBe(total);
});
