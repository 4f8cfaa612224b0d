import { expect, test } from "vitest";
import { createVariable } from "@/lib/settings";
import { testStores } from "@/lib/testing";
import { testWorker } from "./testing";

const { ctx, runTask } = testWorker(testStores());

test("a task that failed says why in the words of its program, masked, and its log says how it ended", async () => {
  await createVariable(ctx(), { key: "API_KEY", value: "tr0ub4dor & 3" });
  const { attempt, log } = await runTask({
    kind: "bash",
    command: ["bash", "-c", 'echo loading; echo "Error: refused $API_KEY" >&2; echo bye; exit 3'],
    secrets: ["API_KEY"],
  });
  expect(attempt).toMatchObject({
    error_code: "exit_code",
    exit_code: 3,
    error_detail: "Error: refused ***",
  });
  expect(log).toContain("The process ended with exit code 3.");
});

test("the words are those of the end, when the log has become too long to be kept", async () => {
  const { attempt } = await runTask({
    kind: "bash",
    command: ["bash", "-c", "yes 'Error: early' | head -c 40000000; echo; echo 'fatal: no more'; exit 98"],
  });
  expect(attempt).toMatchObject({ error_code: "no_retry", error_detail: "fatal: no more" });
});
