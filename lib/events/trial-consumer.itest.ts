import { expect, test } from "vitest";
import { startJobs } from "@/lib/jobs";
import { createNudges } from "@/lib/platform/nudges";
import { triggerRun } from "@/lib/runs";
import { makePipeline } from "@/lib/runs/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { consumerJob } from "@/workers/scheduler/consumers";
import { defineConsumer, EVENTS_CHANNEL } from "./index";

/** A new area that listens: one declaration, and one line in workers/scheduler/consumers.ts. */
const stores = testStores();
const heard: string[] = [];
let failures = 1;

const trial = defineConsumer({
  name: "trial",
  topics: ["run"],
  from: "start",
  async handle(events) {
    if (failures-- > 0) throw new Error("the trial fails at first");
    for (const { topic, dag_id } of events) heard.push(`${topic} of ${dag_id}`);
  },
});

test("a consumer of one file hears of a run that was triggered before and after it was added, also when it fails", async () => {
  const dag_id = await makePipeline(stores, { tasks: [{ task_id: "a", kind: "bash" }] });
  await triggerRun(testCtx(stores), { dag_id });
  const nudges = createNudges(stores.env.REDIS_URL);
  const jobs = startJobs(stores, [consumerJob(trial, (rouse) => nudges.on(EVENTS_CHANNEL, rouse))]);
  const count = (more: number) => waitFor("the run", () => heard.length >= more);
  // Made and started, in one commit.
  await count(2);
  await triggerRun(testCtx(stores), { dag_id });
  await count(4);
  await jobs.stop();
  nudges.close();
  expect(new Set(heard)).toEqual(new Set([`run of ${dag_id}`]));
});
