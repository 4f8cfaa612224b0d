"use client";
import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { triggerRun } from "./queries";
import { runHref } from "./run-grid";

/** Starts a run with the parameters' defaults and goes to it. */
export function RunNow({ dagId }: { dagId: string }) {
  const t = useTranslations("runs");
  const errorText = useErrorText();
  const router = useRouter();
  const trigger = useMutation({
    mutationFn: () => triggerRun(dagId),
    onSuccess: ({ id }) => {
      toast.success(t("run_started"));
      router.push(runHref(dagId, id));
    },
    onError: (error) => toast.error(errorText(error).title, { description: error.message }),
  });
  return (
    <Button icon={Play} variant="primary" busy={trigger.isPending} onClick={() => trigger.mutate()}>
      {t("run_now")}
    </Button>
  );
}
