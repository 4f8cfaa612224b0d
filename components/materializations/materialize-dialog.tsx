"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DefinitionDialog } from "@/components/features/definition-dialog";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import { materialize } from "./queries";
import { UtcField } from "./utc-field";
import { readUtc } from "./utc-text";

const WAYS = ["incremental", "range"] as const;
type Props = { view: string; onClose: () => void };

/** What is to be written to the online store: what came since the last time, or a range. */
export function MaterializeDialog({ view, onClose }: Props) {
  const t = useTranslations("materializations");
  const client = useQueryClient();
  const [way, setWay] = useState<(typeof WAYS)[number]>("incremental");
  const [start, setStart] = useState("");
  const [end, setEnd] = useState("");
  const [isTried, setTried] = useState(false);
  const from = readUtc(start);
  const to = readUtc(end);
  const isRange = way === "range";
  const begin = useMutation({
    mutationFn: () =>
      materialize(view, {
        ...(isRange && from.value !== null && { start: from.value }),
        ...(to.value !== null && { end: to.value }),
      }),
    onSuccess: ({ created }) => {
      if (created) toast.success(t("begun", { view }));
      else toast.info(t("busy", { view }));
      void client.invalidateQueries({ queryKey: ["materializations"] });
      onClose();
    },
  });
  const error = begin.error instanceof ApiError ? begin.error : null;
  const startNeeded = isRange && from.value === null;
  return (
    <DefinitionDialog
      title={t("title", { view })}
      description={t("text")}
      confirm={t("begin")}
      size="sm"
      busy={begin.isPending}
      standing={null}
      general={begin.error && !error?.errors.length ? begin.error.message : undefined}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!startNeeded && !to.problem) begin.mutate();
      }}
    >
      <SegmentedControl
        label={t("way")}
        className="justify-self-start"
        value={way}
        onChange={setWay}
        options={WAYS.map((value) => ({ value, label: t(`ways.${value}`) }))}
      />
      <p className="text-fg-muted text-sm">{t(`way_text.${way}`)}</p>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {isRange ? (
          <UtcField
            label={t("start")}
            hint={t("start_hint")}
            error={isTried && startNeeded ? t("bad_time") : error?.field("/start")}
            required
            value={start}
            onChange={setStart}
          />
        ) : null}
        <UtcField
          label={t("end")}
          hint={t("end_hint")}
          error={isTried && to.problem ? t("bad_time") : error?.field("/end")}
          value={end}
          onChange={setEnd}
        />
      </div>
    </DefinitionDialog>
  );
}
