import { vi } from "vitest";

/** The settings of this process, for the length of the file: some code reads them only when it is asked. */
export function stubEnv(values: object): void {
  for (const [key, value] of Object.entries(values)) vi.stubEnv(key, String(value ?? ""));
}
