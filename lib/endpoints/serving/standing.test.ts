import { describe, expect, it } from "vitest";
import type { Routing, Target } from "./routing";
import { Standing } from "./standing";

const target = (key: string): Target => ({
  key,
  version: null,
  variant: { number: 1, name: key, model: key, alias: null, version: 1, remote: null },
});
/** A state whose slots these targets have. Only the slots of a routing are looked at here. */
function routing(...keys: string[]): Routing {
  const slots = keys.map(target);
  // The guarantee: Standing reads no endpoint.
  return { endpoint: {} as Routing["endpoint"], targets: slots, slots, shadow: null };
}
const befores = (standing: Standing) =>
  standing.routing.slots.map((_, slot) => standing.before(slot)?.key ?? null);

describe("what may answer until a slot's own variant can", () => {
  it("is nothing in a process that saw no change", () => {
    expect(befores(new Standing(routing("a", "b")))).toEqual([null, null]);
  });

  it("is what answered in that slot before, and nothing as soon as its own has", () => {
    const one = new Standing(routing("a", "a"));
    one.hasAnswered(target("a"));
    const two = new Standing(routing("a", "b"), one);
    expect(befores(two)).toEqual([null, "a"]);
    two.hasAnswered(target("b"));
    expect(befores(two)).toEqual([null, null]);
    // A look at the database that found nothing new.
    expect(befores(new Standing(routing("a", "b"), two))).toEqual([null, null]);
  });

  it("is the last that ever answered, when one in between could not", () => {
    const one = new Standing(routing("a"));
    one.hasAnswered(target("a"));
    const broken = new Standing(routing("b"), one);
    const other = new Standing(routing("c"), broken);
    expect(befores(other)).toEqual(["a"]);
    other.hasAnswered(target("c"));
    expect(befores(new Standing(routing("d"), other))).toEqual(["c"]);
  });

  it("is nothing for what answered before and answers again", () => {
    const one = new Standing(routing("a"));
    one.hasAnswered(target("a"));
    const two = new Standing(routing("b"), one);
    two.hasAnswered(target("b"));
    const back = new Standing(routing("a"), two);
    expect(befores(back)).toEqual(["b"]);
    expect([...back.keysBefore()]).toEqual(["b"]);
  });
});
