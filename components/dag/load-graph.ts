"use client";
import { useEffect } from "react";

/** Loaded on demand, because the drawing library is most of a page's script. */
export const loadDagGraph = () => import("./dag-graph").then((module) => module.DagGraph);

/** Preloads it while the tasks are fetched. A failure is ignored here; the component retries and reports it. */
export function usePreloadedGraph(): void {
  useEffect(() => void loadDagGraph().catch(() => {}), []);
}
