"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { endpointQueries } from "@/components/endpoints/queries";
import { featureQueries } from "@/components/features/queries";
import { trainingSetQueries } from "@/components/training-sets/queries";
import { useAskedFor } from "@/components/training-sets/use-asked-for";
import { type LineageNode, lineageOf } from "./lineage";

type Lineage =
  | { state: "pending" }
  | { state: "failed"; error: unknown; again: () => void }
  | { state: "known"; nodes: LineageNode[]; hasMoreSets: boolean };

/** All of it from the lists of each kind; endpoints are left out for those who may not read them. */
export function useLineage(): Lineage {
  const askedFor = useAskedFor();
  const sources = useQuery(featureQueries.sources());
  const views = useQuery(featureQueries.views());
  const computed = useQuery(featureQueries.onDemandViews());
  const services = useQuery(featureQueries.services());
  const sets = useInfiniteQuery(trainingSetQueries.pages());
  const users = useQuery(trainingSetQueries.users());
  const endpoints = useQuery({ ...endpointQueries.list(), retry: false });
  const states = useQuery({ ...endpointQueries.states(), retry: false }).data?.data ?? [];
  const needed = [sources, views, computed, services, sets, users];
  const failed = needed.find((query) => query.error && !query.data);
  if (failed) return { state: "failed", error: failed.error, again: () => void failed.refetch() };
  if (needed.some((query) => query.isPending) || endpoints.isPending) return { state: "pending" };
  const versionOf = (endpoint: string, variant: number) =>
    states.find((one) => one.endpoint === endpoint && one.variant === variant)?.version ?? null;
  const nodes = lineageOf({
    sources: sources.data?.data ?? [],
    views: views.data?.data ?? [],
    onDemandViews: computed.data?.data ?? [],
    services: services.data?.data ?? [],
    // An alias stands for a version at this moment.
    endpoints: (endpoints.data?.data ?? []).map((endpoint) => ({
      ...endpoint,
      variants: endpoint.variants.map((variant) => ({
        ...variant,
        version: variant.version ?? versionOf(endpoint.name, variant.number),
      })),
    })),
    trainingSets: (sets.data?.pages.flatMap((page) => page.data) ?? [])
      .filter((set) => set.state === "succeeded")
      .map((set) => ({ ...set, name: askedFor(set) })),
    users: users.data?.data ?? [],
  });
  return { state: "known", nodes, hasMoreSets: sets.hasNextPage };
}
