import { expect, it } from "vitest";
import { ApiError } from "@/lib/client/api";
import { errorAt, errorElsewhere } from "./use-params";

const error = new ApiError({
  status: 400,
  code: "INVALID",
  title: "",
  detail: "not valid",
  requestId: null,
  errors: [
    { pointer: "/params/sizes/0", code: "type", detail: "must be integer" },
    { pointer: "/params", code: "additionalProperties", detail: "must NOT have more" },
  ],
});

it("puts an error at its field, and what has no field at the form", () => {
  expect(errorAt(error, "/params/sizes")).toBe("must be integer");
  expect(errorAt(error, "/params/size")).toBeUndefined();
  expect(errorElsewhere(error, ["/params/sizes"])).toBe("/params must NOT have more");
  expect(errorElsewhere(error, ["/params"])).toBeUndefined();
  expect(errorElsewhere(new Error("away"), [])).toBe("away");
  expect(errorElsewhere(null, [])).toBeUndefined();
});
