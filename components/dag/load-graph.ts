"use client";
import { useEffect } from "react";

/** Loaded apart: the library that draws is most of a page's script. */
export const loadDagGraph = () => import("./dag-graph").then((module) => module.DagGraph);

/** Loads it while its tasks are fetched, and not after them. What fails here is tried again, and told, where it is drawn. */
export function usePreloadedGraph(): void {
  useEffect(() => void loadDagGraph().catch(() => {}), []);
}
