"use client";
import { useQuery } from "@tanstack/react-query";
import { featureQueries } from "@/components/features/queries";

/** The type of the feature that an input names. */
export function useInputTypes(inputs: Readonly<Record<string, string>>) {
  const views = useQuery(featureQueries.views()).data?.data ?? [];
  return (name: string): string | undefined => {
    const [view, feature] = (inputs[name] ?? "").split(":");
    return views.find((one) => one.name === view)?.fields.find((one) => one.name === feature)?.type;
  };
}
