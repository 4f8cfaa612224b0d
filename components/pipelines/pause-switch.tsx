"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Switch } from "@/components/ui/choice";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { PAGES, pausePipeline, showPaused } from "./queries";

/** On when the schedule starts runs. Switches at once, and back when the server refuses. */
export function PauseSwitch({ dagId, isPaused }: { dagId: string; isPaused: boolean }) {
  const t = useTranslations("pipelines");
  const client = useQueryClient();
  const errorText = useErrorText();
  const pause = useMutation({
    mutationFn: (next: boolean) => pausePipeline(dagId, next),
    onMutate: async (next) => {
      await client.cancelQueries({ queryKey: PAGES });
      showPaused(client, dagId, next);
    },
    onError: (error, next) => {
      showPaused(client, dagId, !next);
      const { title, detail } = errorText(error);
      toast.error(title, { description: detail });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["pipelines"] }),
  });
  return (
    <Switch
      label={t("active_switch", { name: dagId })}
      labelHidden
      checked={!isPaused}
      disabled={pause.isPending}
      onChange={(active) => pause.mutate(!active)}
    />
  );
}
