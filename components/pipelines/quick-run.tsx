"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { triggerRun } from "@/components/runs/queries";
import { runHref } from "@/components/runs/run-href";
import { IconButton } from "@/components/ui/icon-button";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { newIdempotencyKey } from "@/lib/client/idempotency";
import { fieldsOf } from "./params";
import { pipelineQueries } from "./queries";

const TriggerDialog = dynamic(() => import("./trigger-dialog").then((module) => module.TriggerDialog), {
  ssr: false,
});

/** Starts a run from the list and stays there. Asks first when there are parameters, or nothing would start it. */
export function QuickRun({ dagId, isPaused }: { dagId: string; isPaused: boolean }) {
  const t = useTranslations("trigger");
  const pipelines = useTranslations("pipelines");
  const errorText = useErrorText();
  const router = useRouter();
  const client = useQueryClient();
  const [asked, setAsked] = useState<{ schema: unknown } | null>(null);
  const start = useMutation({
    mutationFn: async () => {
      const { head } = await client.fetchQuery(pipelineQueries.detail(dagId));
      const schema = head?.spec.params;
      if (isPaused || fieldsOf(schema).length > 0) return setAsked({ schema });
      const { id } = await triggerRun(
        dagId,
        { params: {}, logical_date: null, note: null },
        newIdempotencyKey(),
      );
      toast.success(t("started_named", { name: dagId }), {
        action: { label: t("open_run"), onClick: () => router.push(runHref(dagId, id)) },
      });
    },
    onError: (error) => {
      const { title, detail } = errorText(error);
      toast.error(title, { description: detail });
    },
  });
  return (
    <>
      <IconButton
        icon={Play}
        size="sm"
        label={pipelines("run_named", { name: dagId })}
        busy={start.isPending}
        onClick={() => start.mutate()}
      />
      {asked ? <TriggerDialog dagId={dagId} schema={asked.schema} onClose={() => setAsked(null)} /> : null}
    </>
  );
}
