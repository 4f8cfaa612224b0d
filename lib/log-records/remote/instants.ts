import type { Range } from "../repository/search";
import { readTime } from "../time";

/** An instant of a range or a place, in microseconds since 1970. */
export function usOf(instant: string): number {
  return readTime(instant) ?? Date.parse(instant) * 1_000;
}

export function usRange({ from, to }: Range): { from: number; to: number } {
  return { from: usOf(from), to: usOf(to) };
}

/** With microseconds, in UTC. */
export function instantOf(us: number): string {
  const ms = Math.floor(us / 1_000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1_000).padStart(3, "0")}Z`;
}

/** The second that a stretch begins with, as bars have it. */
export function secondOf(us: number): string {
  return `${new Date(us / 1_000).toISOString().slice(0, 19)}Z`;
}
