import { expect, it } from "vitest";
import { maskSecrets } from "./diff";

it("hides every value whose name says secret, at any depth", () => {
  expect(
    maskSecrets({
      name: "a",
      password: "p",
      nested: [{ tokenHash: "h", passwordEnc: "e", keep: 1 }],
      authorization: "Bearer x",
    }),
  ).toEqual({
    name: "a",
    password: "[hidden]",
    nested: [{ tokenHash: "[hidden]", passwordEnc: "[hidden]", keep: 1 }],
    authorization: "[hidden]",
  });
});

it("makes plain JSON of dates, bigints and absent values", () => {
  expect(maskSecrets({ at: new Date(0), big: 9_007_199_254_740_993n, gone: undefined })).toEqual({
    at: "1970-01-01T00:00:00.000Z",
    big: "9007199254740993",
    gone: null,
  });
});
