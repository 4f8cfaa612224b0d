"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { moveRuns } from "./queries";

type Wish = { runIds: readonly string[]; to: { id: string; name: string }; children: boolean };

/** Moves runs; the notice takes back exactly those that this has moved, each to where it was. */
export function useMoveDeed() {
  const t = useTranslations("experiment_table");
  const common = useTranslations("common");
  const client = useQueryClient();
  const errorText = useErrorText();
  const read = () => client.invalidateQueries({ queryKey: ["experiments"] });
  const move = useMutation({
    mutationFn: ({ runIds, to, children }: Wish) => moveRuns(runIds, to.id, children),
    onSuccess: async ({ moved }, { to }) => {
      await read();
      const count = moved.reduce((sum, { run_ids }) => sum + run_ids.length, 0);
      const back = () =>
        Promise.all(moved.map(({ experiment_id, run_ids }) => moveRuns(run_ids, experiment_id, false)));
      toast.success(t("moved", { count, name: to.name }), {
        action: {
          label: common("undo"),
          onClick: () => void back().then(read, (error: unknown) => toast.error(errorText(error).text)),
        },
      });
    },
  });
  return { ...move, problem: move.error ? errorText(move.error).text : null };
}
