"use client";
import { useQuery } from "@tanstack/react-query";
import { featureQueries, onDemandHref, viewHref } from "./queries";

export type Referable = { name: string; fields: readonly { name: string }[] };

/** What a reference may name: features of views, and those that are computed. */
export function useReferable(): Referable[] {
  const views = useQuery(featureQueries.views()).data?.data ?? [];
  const computed = useQuery(featureQueries.onDemandViews()).data?.data ?? [];
  return [...views, ...computed.map(({ name, features }) => ({ name, fields: features }))];
}

/** The page of a view of either kind; they share their names. */
export function useViewHref(): (name: string) => string {
  const computed = new Set(useQuery(featureQueries.onDemandViews()).data?.data.map(({ name }) => name));
  return (name) => (computed.has(name) ? onDemandHref(name) : viewHref(name));
}
