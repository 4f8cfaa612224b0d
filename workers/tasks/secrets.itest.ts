import { expect, test } from "vitest";
import { createVariable } from "@/lib/settings";
import { testStores } from "@/lib/testing";
import { testWorker } from "./testing";

const { ctx, runTask } = testWorker(testStores());
const SECRET = "tr0ub4dor & 3";

test("declared secrets are in the environment, and in no log, result or error", async () => {
  await createVariable(ctx(), { key: "API_KEY", value: SECRET });
  await createVariable(ctx(), { key: "OTHER", value: "another-secret" });
  const script = [
    'echo "key=$API_KEY other=[$OTHER]"',
    // In two writes, as a slow printer would.
    'printf "%s" "$API_KEY" | (head -c 5; sleep 0.05; cat; echo)',
    'echo "$API_KEY" >&2',
    'printf "%s" "$API_KEY" | base64',
    'echo "token $GWANJE_TOKEN"',
    'printf \'{"key": "%s", "%s": 1}\' "$API_KEY" "$API_KEY" > "$GWANJE_RESULT_FILE"',
    'test "$API_KEY" = "tr0ub4dor & 3"',
  ].join("\n");
  const { attempt, result, log } = await runTask({
    kind: "bash",
    command: ["bash", "-c", script],
    secrets: ["API_KEY"],
  });
  expect(attempt.state).toBe("success");
  expect(log.split("\n").sort()).toEqual(["***", "***", "***", "key=*** other=[]", "token ***"]);
  expect(result).toEqual({ key: "***", "***": 1 });
});

test("a secret in the name of a program that is not there is masked in the error", async () => {
  const { attempt } = await runTask({
    kind: "bash",
    command: ["bash", "-c", 'echo "{$API_KEY" > "$GWANJE_RESULT_FILE"'],
    secrets: ["API_KEY"],
  });
  expect(attempt).toMatchObject({ state: "failed", error_code: "result_invalid" });
  expect(attempt.error_detail).not.toContain("tr0ub4dor");
});

test("a missing secret fails the attempt by name, and is retried as often as the author said", async () => {
  const { attempt } = await runTask({ kind: "bash", command: ["true"], secrets: ["ABSENT_KEY"] });
  expect(attempt).toMatchObject({ state: "failed", error_code: "missing_secret", number: 1 });
  expect(attempt.error_detail).toContain("ABSENT_KEY");
});
