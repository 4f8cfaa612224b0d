import { expect, it } from "vitest";
import { connectedTo, type LineageGiven, lineageOf, newestOf } from "./lineage";
import { placed } from "./place";

const NOON = "2026-01-05T12:00:00Z";
const variant = { number: 1, name: "main", percent: 100, alias: null, remote: null };
const given: LineageGiven = {
  sources: [{ name: "history" }, { name: "unused" }],
  views: [
    { name: "stats", source: "history", push_source: "live" },
    { name: "other", source: null, push_source: null },
  ],
  onDemandViews: [{ name: "twice", inputs: { a: "stats:rate", b: "other:x" } }],
  services: [{ name: "model", features: ["stats:rate", "stats:trips", "twice:rate"] }],
  endpoints: [
    { name: "delay", feature_service: "model", variants: [{ ...variant, model: "m", version: 3 }] },
    { name: "raw", feature_service: null, variants: [{ ...variant, model: "m", version: 4 }] },
  ],
  trainingSets: [
    { id: "job_1", name: "model", feature_service: "model", features: null, created_at: NOON },
    {
      id: "job_2",
      name: "2 features",
      feature_service: null,
      features: ["other:x", "gone:y"],
      created_at: NOON,
    },
  ],
  users: [
    {
      training_set: "job_1",
      run: { id: "r1", experiment_id: "0", name: "fit" },
      versions: [{ model: "m", version: 3 }],
    },
    { training_set: "job_2", run: { id: "r2", experiment_id: "0", name: "try" }, versions: [] },
  ],
};
const nodes = lineageOf(given);
const originsOf = (id: string) => nodes.find((one) => one.id === id)?.from;

it.each([
  ["view:stats", ["source:history", "push:live"]],
  ["view:other", []],
  ["computed:twice", ["view:stats", "view:other"]],
  ["service:model", ["view:stats", "computed:twice"]],
  ["endpoint:delay", ["service:model"]],
  ["endpoint:raw", undefined],
  ["training_set:job_1", ["service:model"]],
  ["training_set:job_2", ["view:other"]],
  ["version:m v3", ["endpoint:delay", "training_set:job_1"]],
  ["version:m v4", undefined],
  ["run:r2", ["training_set:job_2"]],
])("%s comes from %j", (id, origins) => {
  expect(originsOf(id)).toEqual(origins);
});

it("follows what something is made of and what is made of it, and not what is beside it", () => {
  expect([...connectedTo(nodes, "training_set:job_2")].sort()).toEqual([
    "run:r2",
    "training_set:job_2",
    "view:other",
  ]);
  const ofSource = connectedTo(nodes, "source:history");
  expect(ofSource.has("version:m v3")).toBe(true);
  expect(ofSource.has("push:live") || ofSource.has("view:other")).toBe(false);
});

it("leaves out old training sets that are made of the same, and what only they led to, unless one of them is chosen", () => {
  const ofModel = { name: "model", feature_service: "model", features: null, created_at: NOON };
  const sets = ["job_1", "job_3", "job_4"].map((id) => ({ ...ofModel, id }));
  const run = (training_set: string, version: number) => ({
    training_set,
    run: { id: `r${version}`, experiment_id: "0", name: "fit" },
    versions: [{ model: "m", version }],
  });
  const many = lineageOf({
    ...given,
    trainingSets: [...sets, ...given.trainingSets.slice(1)],
    users: [run("job_1", 9), run("job_3", 8), run("job_4", 7)],
  });
  const idsOf = (some: readonly { id: string }[]) => some.map(({ id }) => id);
  const gone = idsOf(many).filter((id) => !idsOf(newestOf(many, 2)).includes(id));
  expect(gone).toEqual(["training_set:job_4", "version:m v7"]);
  expect(newestOf(many, 2, "service:model")).toEqual(newestOf(many, 2));
  expect(newestOf(many, 2, "version:m v7")).toEqual(many);
});

it("places each once, from left to right, and no two at one place", () => {
  const picture = placed(nodes);
  expect(picture.nodes).toHaveLength(nodes.length);
  expect(new Set(picture.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
  for (const { from, to } of picture.lines) expect(from.x).toBeLessThan(to.x);
  expect(placed([]).nodes).toEqual([]);
});
