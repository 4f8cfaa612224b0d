"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { BatchView } from "@/lib/batch-predictions/schema";
import { isEnded } from "@/lib/batch-predictions/values";
import { cancelBatch, retryBatch } from "./queries";

/** Stop what goes on, go on with what was stopped. */
export function BatchDeed({ batch: { id, state } }: { batch: BatchView }) {
  const t = useTranslations("batch_predictions");
  const errorText = useErrorText();
  const client = useQueryClient();
  const goesOn = !isEnded(state);
  const deed = useMutation({
    mutationFn: () => (goesOn ? cancelBatch(id) : retryBatch(id)),
    onSettled: () => client.invalidateQueries({ queryKey: ["batch_predictions"] }),
    onError: (error) => void toast.error(errorText(error).text),
  });
  if (state === "succeeded") return null;
  return (
    <Button busy={deed.isPending} onClick={() => deed.mutate()}>
      {t(goesOn ? "stop" : "go_on")}
    </Button>
  );
}
