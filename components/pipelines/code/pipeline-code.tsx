"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The tab of a pipeline's code, loaded when it is chosen. */
export const PipelineCode = dynamic(() => import("./code-panes").then((module) => module.CodePanes), {
  ssr: false,
  loading: () => <Skeleton className="h-80" />,
});
