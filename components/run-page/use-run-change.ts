"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { changeRun } from "@/components/experiments/queries";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";

type Change = Parameters<typeof changeRun>[1];

/** Changes a run at once; the notice has what turns it back. Resolves to whether it was done. */
export function useRunChange(runId: string) {
  const common = useTranslations("common");
  const client = useQueryClient();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const send = async (body: Change) => {
    await changeRun(runId, body);
    await client.invalidateQueries({ queryKey: ["experiments"] });
  };
  async function change(body: Change, back: Change, said: string): Promise<boolean> {
    setBusy(true);
    try {
      await send(body);
      const undo = () => void send(back).catch((error: unknown) => toast.error(errorText(error).text));
      toast.success(said, { action: { label: common("undo"), onClick: undo } });
      return true;
    } catch (error) {
      toast.error(errorText(error).text);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { change, busy };
}
