import { expect, it } from "vitest";
import { CONFIRM_MS, createRetirement } from "./retire";

const of = (ids: string) =>
  [...ids].map((dagId) => ({ dagId, filePath: `${dagId}.yaml`, isStale: false, isOther: false }));
/** What is retired of these, when it is looked at 0, 1 s and ten minutes after they were first missed. */
const retired = (had: string, live: string, gone: string, other = "") => {
  const retirement = createRetirement();
  for (const dagId of had) retirement.sawLoaded(dagId);
  const missing = of(gone).map((one) => ({ ...one, isOther: other.includes(one.dagId) }));
  return [0, 1_000, CONFIRM_MS].map((now) => {
    const { retire, isDoubtful } = retirement.decide(of(live), missing, now);
    return `${retire.map(({ dagId }) => dagId).join("")}${isDoubtful ? "?" : ""}`;
  });
};

it.each([
  ["nothing is gone", "abcd", "abcd", "", "", ["", "", ""]],
  ["one of several", "abcd", "abcd", "a", "", ["a", "a", "a"]],
  ["half of them", "abcd", "abcd", "ab", "", ["ab", "ab", "ab"]],
  ["most of them", "abcd", "abcd", "abc", "", ["?", "?", "abc"]],
  ["all of them", "abcd", "abcd", "abcd", "", ["?", "?", "abcd"]],
  ["the only one", "a", "a", "a", "", ["a", "a", "a"]],
  ["what was never had", "", "abcd", "a", "", ["", "", "a"]],
  ["all of what was never had", "", "abcd", "abcd", "", ["?", "?", "abcd"]],
  ["one that was had beside many that never were", "a", "abcd", "abcd", "", ["a?", "a?", "abcd"]],
  ["what its file no longer declares", "", "ab", "ab", "ab", ["ab", "ab", "ab"]],
])("%s", (_, had, live, gone, other, expected) => {
  expect(retired(had, live, gone, other)).toEqual(expected);
});

it("starts to wait again after the process was back in between", () => {
  const retirement = createRetirement();
  retirement.decide(of("ab"), of("a"), 0);
  retirement.decide(of("ab"), [], 1_000);
  expect(retirement.decide(of("ab"), of("a"), CONFIRM_MS).retire).toEqual([]);
  expect(retirement.decide(of("ab"), of("a"), 2 * CONFIRM_MS).retire).toHaveLength(1);
});
