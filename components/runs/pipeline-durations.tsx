"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The tab of a pipeline's durations, loaded when it is chosen. */
export const PipelineDurations = dynamic(
  () => import("./run-durations").then((module) => module.RunDurations),
  { ssr: false, loading: () => <Skeleton className="h-80" /> },
);
