"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { ModelFacts } from "./model-facts";
import { modelQuery } from "./model-query";
import type { ArtifactSource } from "./source";

/** What an MLmodel says; the text itself where that cannot be read. */
export function ModelFile({ source, fallback }: { source: ArtifactSource; fallback: ReactNode }) {
  const path = folderOf(source.query.path ?? "");
  const found = useQuery({ ...modelQuery(source.modelPath ?? "", path), enabled: source.modelPath !== null });
  if (found.isPending) return <Skeleton className="h-40" />;
  if (found.isError) return fallback;
  return <ModelFacts model={found.data} />;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
