import { expect, it } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { problemBody } from "./problem";

it("no token that was sent is returned, wherever it was", () => {
  const token = `gwj_pat_${"Ab3".repeat(14)}`;
  const error = new AppError("INVALID", `${token} is not a name`, {
    errors: [{ pointer: `/params/${token}`, code: "invalid", detail: `${token} is not the name of a task` }],
  });
  const { body, status } = problemBody(error, { id: "req_1", path: `/api/v1/runs/${token}` });
  expect(status).toBe(422);
  expect(JSON.stringify(body)).not.toContain(token);
  expect(body.errors?.[0]).toMatchObject({
    code: "invalid",
    detail: expect.stringContaining("is not the name of a task"),
  });
});
