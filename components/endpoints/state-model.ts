import type { EndpointStateView } from "@/lib/endpoints/schema";

export type Shown = EndpointStateView["state"] | "off";

/** The worst comes first: an endpoint is as well as the worst of what answers for it. */
const ORDER: readonly Shown[] = ["off", "gone", "failed", "loading", "idle", "ready", "remote"];

/** One state for all that answers for an endpoint; null while nothing is known of it. */
export function overallState(isEnabled: boolean, states: readonly EndpointStateView[]): Shown | null {
  if (!isEnabled) return "off";
  return ORDER.find((one) => states.some(({ state }) => state === one)) ?? null;
}

export function statesOf(name: string, all: readonly EndpointStateView[] | undefined): EndpointStateView[] {
  return all?.filter(({ endpoint }) => endpoint === name) ?? [];
}
