"use client";
import { GanttChart, Network } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { RunDetail } from "@/lib/runs/schema";
import { RunGraph } from "./run-graph";
import { useRunLayout } from "./use-run-layout";

const Gantt = dynamic(() => import("./gantt").then((module) => module.Gantt), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

const PICTURES = ["graph", "timing"] as const;
export type Picture = (typeof PICTURES)[number];

/** The picture that is unfolded: the address says which, else what this browser had last. Null is none. */
export function usePicture(): [Picture | null, (picture: Picture | null) => void] {
  const [kept, keep] = useRunLayout();
  const [asked, ask] = useQueryState("view", parseAsStringLiteral(PICTURES));
  const picture = asked ?? PICTURES.find((each) => kept[each]) ?? null;
  return [
    picture,
    (next) => {
      keep({ graph: next === "graph", timing: next === "timing" });
      void ask(next);
    },
  ];
}

const ICONS = { graph: Network, timing: GanttChart } as const;

/** Buttons that unfold the graph or the timing, one at a time. */
export function PictureButtons({
  picture,
  onPicture,
}: {
  picture: Picture | null;
  onPicture: (picture: Picture | null) => void;
}) {
  const t = useTranslations("runs");
  return PICTURES.map((each) => (
    <Button
      key={each}
      size="sm"
      variant="ghost"
      icon={ICONS[each]}
      aria-expanded={picture === each}
      className={picture === each ? "bg-surface-3 text-fg" : undefined}
      onClick={() => onPicture(picture === each ? null : each)}
    >
      {t(`${each}_short`)}
    </Button>
  ));
}

type RunPictureProps = {
  picture: Picture;
  run: RunDetail;
  selected: string | null;
  hrefOf: (taskId: string) => string;
  onSelect: (taskId: string) => void;
};

export function RunPicture({ picture, run, selected, hrefOf, onSelect }: RunPictureProps) {
  return (
    <div className="max-h-[45dvh] shrink-0 overflow-y-auto border-b bg-surface">
      {picture === "timing" ? (
        <Gantt tasks={run.tasks} selected={selected} hrefOf={hrefOf} onSelect={onSelect} />
      ) : (
        <div className="p-3">
          <RunGraph
            dagId={run.dag_id}
            version={run.version}
            tasks={run.tasks}
            selected={selected}
            onSelect={onSelect}
          />
        </div>
      )}
    </div>
  );
}
