import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { PERMISSIONS } from "@/lib/audit/permissions";
import { isActive, NAV_ITEMS, navFor } from "./nav-items";

it("every area has its page", () => {
  const missing = NAV_ITEMS.filter(
    (item) => !existsSync(`app/(console)${item.href === "/" ? "" : item.href}/page.tsx`),
  );
  expect(missing.map((item) => item.href)).toEqual([]);
});

it("permissions exist, and keys are unique", () => {
  const known: readonly (string | null)[] = [null, ...PERMISSIONS];
  expect(NAV_ITEMS.every((item) => known.includes(item.permission))).toBe(true);
  expect(new Set(NAV_ITEMS.map((item) => item.go)).size).toBe(NAV_ITEMS.length);
});

it("hides what a person may not read", () => {
  expect(navFor([]).every((item) => item.permission === null)).toBe(true);
  expect(navFor(PERMISSIONS)).toHaveLength(NAV_ITEMS.length);
});

it("an area is current on all of its pages, and not on its namesakes", () => {
  const pipelines = NAV_ITEMS.find((item) => item.id === "pipelines");
  const home = NAV_ITEMS.find((item) => item.id === "home");
  const predictions = NAV_ITEMS.find((item) => item.id === "predictions");
  if (!pipelines || !home || !predictions) throw new Error("areas are missing");
  expect(isActive(pipelines, "/pipelines/flights/runs/run_1")).toBe(true);
  expect(isActive(pipelines, "/pipelines-old")).toBe(false);
  expect(isActive(home, "/pipelines")).toBe(false);
  expect(isActive(predictions, "/batch-predictions/batch_1")).toBe(true);
});
