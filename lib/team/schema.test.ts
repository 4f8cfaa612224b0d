import { expect, it } from "vitest";
import { PreferencesInput, ServiceAccountInput } from "./schema";

it.each([
  ["a person's name", PreferencesInput, { name: "A\0da" }, "name"],
  ["an account's name", ServiceAccountInput, { name: "de\0ploy", role: "viewer" }, "name"],
  [
    "its description",
    ServiceAccountInput,
    { name: "deploy", role: "viewer", description: "\0" },
    "description",
  ],
])("a NUL character in %s is the field's error", (_name, schema, value, field) => {
  const parsed = schema.safeParse(value);
  expect(parsed.error?.issues).toMatchObject([{ path: [field], message: "must not hold a NUL character" }]);
});
