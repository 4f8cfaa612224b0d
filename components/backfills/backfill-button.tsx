"use client";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { pipelineQueries } from "@/components/pipelines/queries";
import { Button } from "@/components/ui/button";

/** The form is loaded when it opens. */
const BackfillDialog = dynamic(() => import("./backfill-dialog").then((module) => module.BackfillDialog), {
  ssr: false,
});

/** Renders nothing for a pipeline without a schedule, which has no intervals. */
export function BackfillButton({ dagId }: { dagId: string }) {
  const t = useTranslations("backfills");
  const [open, setOpen] = useState(false);
  const { data: pipeline } = useQuery(pipelineQueries.detail(dagId));
  const schedule = pipeline?.schedule ?? null;
  useHotkeys(schedule ? [{ keys: "KeyB", label: t("button"), run: () => setOpen(true) }] : []);
  if (!schedule) return null;
  return (
    <>
      <Button icon={History} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open ? (
        <BackfillDialog
          dagId={dagId}
          timeZone={schedule.time_zone}
          schema={pipeline?.head?.spec.params}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
