"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DefinitionDialog } from "@/components/features/definition-dialog";
import { UtcField } from "@/components/materializations/utc-field";
import { readUtc } from "@/components/materializations/utc-text";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import { countDistribution } from "./queries";

const ENDS = ["from", "to"] as const;
type Props = { view: string; onClose: () => void };

/** Over which rows the distribution is counted: all, or a range of event times. */
export function DistributionDialog({ view, onClose }: Props) {
  const t = useTranslations("distribution");
  const client = useQueryClient();
  const [typed, setTyped] = useState({ from: "", to: "" });
  const [isTried, setTried] = useState(false);
  const read = { from: readUtc(typed.from), to: readUtc(typed.to) };
  const begin = useMutation({
    mutationFn: () =>
      countDistribution(view, {
        ...(read.from.value !== null && { from: read.from.value }),
        ...(read.to.value !== null && { to: read.to.value }),
      }),
    onSuccess: ({ created }) => {
      if (!created) toast.info(t("busy", { view }));
      void client.invalidateQueries({ queryKey: ["materializations"] });
      onClose();
    },
  });
  const error = begin.error instanceof ApiError ? begin.error : null;
  return (
    <DefinitionDialog
      title={t("count_title", { view })}
      description={t("count_text")}
      confirm={t("begin")}
      size="sm"
      busy={begin.isPending}
      standing={null}
      general={begin.error && !error?.errors.length ? begin.error.message : undefined}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!read.from.problem && !read.to.problem) begin.mutate();
      }}
    >
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {ENDS.map((end) => (
          <UtcField
            key={end}
            label={t(`ends.${end}`)}
            hint={t(`hints.${end}`)}
            error={isTried && read[end].problem ? t("bad_time") : error?.field(`/${end}`)}
            value={typed[end]}
            onChange={(value) => setTyped({ ...typed, [end]: value })}
          />
        ))}
      </div>
    </DefinitionDialog>
  );
}
