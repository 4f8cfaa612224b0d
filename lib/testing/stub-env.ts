import { afterAll, vi } from "vitest";
import { forgetEnv } from "@/lib/platform/env";

/** Replaces settings of this process for the length of the file; some code reads them late. */
export function stubEnv(values: object): void {
  for (const [key, value] of Object.entries(values)) vi.stubEnv(key, String(value ?? ""));
  forgetEnv();
}

/** For vitest.config.ts, where files share a process and must not inherit settings. */
export function leaveNothing(): void {
  afterAll(() => {
    vi.unstubAllEnvs();
    forgetEnv();
  });
}
