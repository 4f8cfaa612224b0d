"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { ExperimentView } from "@/lib/experiments/schema";
import { deleteExperiment, restoreExperiment } from "./queries";

type Named = Pick<ExperimentView, "id" | "name">;

/** Deletes and restores at once, because each undoes the other; the notice offers that. */
export function useExperimentDeeds() {
  const t = useTranslations("experiments");
  const common = useTranslations("common");
  const client = useQueryClient();
  const errorText = useErrorText();
  const run = (work: Promise<unknown>, done: () => void) =>
    work.then(
      async () => {
        await client.invalidateQueries({ queryKey: ["experiments"] });
        done();
      },
      (error: unknown) => toast.error(errorText(error).text),
    );
  const restore = ({ id, name }: Named) =>
    run(restoreExperiment(id), () => toast.success(t("restored", { name })));
  const remove = (experiment: Named) =>
    run(deleteExperiment(experiment.id), () =>
      toast.success(t("deleted", { name: experiment.name }), {
        action: { label: common("undo"), onClick: () => void restore(experiment) },
      }),
    );
  return {
    remove: (experiment: Named) => void remove(experiment),
    restore: (experiment: Named) => void restore(experiment),
  };
}
