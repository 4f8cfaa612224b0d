import { expect, test } from "vitest";
import { parseAllowList } from "@/lib/platform/address";
import { remoteProblem } from "./address";

const allow = parseAllowList("triton.internal,10.1.0.0/16");

test.each<[string, RegExp | null]>([
  ["https://models.example.com", null],
  ["https://models.example.com/kserve/", null],
  ["http://triton.internal:8000", null],
  ["http://10.1.2.3:8000", null],
  ["http://models.example.com", /https/],
  ["http://169.254.169.254", /GWANJE_FETCH_ALLOW/],
  ["file:///etc/passwd", /https/],
  ["https://me:secret@models.example.com", /password/],
  ["https://models.example.com/?token=x", /\/v2/],
  ["models.example.com", /no.?t a URL/],
])("%s", (url, problem) => {
  const said = remoteProblem(url, allow);
  if (problem) expect(said).toMatch(problem);
  else expect(said).toBeNull();
});
