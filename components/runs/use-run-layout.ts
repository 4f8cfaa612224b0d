import { remembered, useRemembered } from "@/components/ui/remembered";

/** Which parts of a run's page are unfolded, for all runs. */
const layout = remembered<Record<"graph" | "timing" | "facts", boolean>>("gwanje.run-layout", {
  graph: false,
  timing: false,
  facts: false,
});

export const useRunLayout = () => useRemembered(layout);
