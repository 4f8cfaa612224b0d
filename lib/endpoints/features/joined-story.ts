import type { Joined } from "@/lib/features";
import type { JoinedFeatures } from "../story";

/** What was joined as the prediction log has it; null where the endpoint's own values stood in for a store that was away. */
export function joinedFeatures(joined: Joined | null): JoinedFeatures | null {
  if (!joined) return null;
  const views = joined.views.map(({ view, features, rows }) => ({
    view,
    features: features.map(({ name }) => name),
    rows,
  }));
  return { service: joined.service, views };
}
