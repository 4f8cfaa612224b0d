import { describe, expect, test } from "vitest";
import { parseAllowList } from "@/lib/platform/address";
import { addressProblem } from "./address";
import { outcomeOf } from "./outcome";
import { newSecret, signed } from "./sign";

test("the signature is that of the example of Standard Webhooks", () => {
  const body = JSON.stringify({ event_type: "ping", data: { success: true } });
  const at = new Date(1_731_705_121_000);
  expect(signed("whsec_plJ3nmyCDGBKInavdOK15jsl", { id: "msg_loFOjxBNrRLzqYUf", body }, at)).toEqual({
    "webhook-id": "msg_loFOjxBNrRLzqYUf",
    "webhook-timestamp": "1731705121",
    "webhook-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
  });
});

test("each secret is another, of 24 bytes", () => {
  const secrets = [newSecret(), newSecret()];
  expect(new Set(secrets).size).toBe(2);
  for (const secret of secrets) expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(24);
});

describe("what an answer means", () => {
  test.each([
    [200, 1, { state: "delivered" }],
    [204, 7, { state: "delivered" }],
    [302, 1, { state: "pending", waitMs: 5_000 }],
    [500, 2, { state: "pending", waitMs: 60_000 }],
    [null, 6, { state: "pending", waitMs: 18_000_000 }],
    [503, 7, { state: "failed", isGone: false }],
    [410, 1, { state: "failed", isGone: true }],
  ])("%s at attempt %i", (status, attempts, outcome) => expect(outcomeOf(status, attempts)).toEqual(outcome));
});

describe("an address", () => {
  const allow = parseAllowList("hooks.internal,10.1.0.0/16");
  test.each([
    ["https://example.com/hook", null],
    ["https://example.com:8443/hook?a=1", null],
    ["http://hooks.internal/x", null],
    ["http://10.1.2.3:8080/x", null],
    ["http://example.com/hook", /https/],
    ["http://127.0.0.1/", /https/],
    ["ftp://example.com/", /https/],
    ["file:///etc/passwd", /https/],
    ["javascript:alert(1)", /https/],
    ["https://user:secret@example.com/", /no user/],
    ["https://example.com/#x", /fragment/],
    ["not a url", /not a URL/],
  ])("%s", (url, problem) => {
    const said = addressProblem(url, allow);
    if (problem === null) expect(said).toBeNull();
    else expect(said).toMatch(problem);
  });
});
