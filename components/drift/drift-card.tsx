"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Scale, ScanSearch } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { number } from "@/lib/client/format";
import type { DriftView } from "@/lib/drift/schema";
import { DriftTable } from "./drift-table";
import { driftQueries } from "./queries";
import { ReferenceText } from "./reference-text";

const ReferenceDialog = dynamic(() => import("./reference-dialog").then((module) => module.ReferenceDialog), {
  ssr: false,
});
const HOURS = [6, 24, 168, 720];
const EVERY = "every";

/** How the inputs of an endpoint have shifted. */
export function DriftCard({ endpoint, canWrite }: { endpoint: string; canWrite: boolean }) {
  const t = useTranslations("drift");
  const locale = useLocale();
  const [hours, setHours] = useState(24);
  const [variant, setVariant] = useState<number | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const found = useQuery({
    ...driftQueries.drift(endpoint, { hours, variant }),
    placeholderData: keepPreviousData,
  });
  const drift = found.data?.endpoint === endpoint ? found.data : undefined;
  const variants = drift ? [...new Set([...drift.variants, ...(variant === null ? [] : [variant])])] : [];
  const choose = canWrite ? (
    <Button size="sm" icon={Scale} onClick={() => setChoosing(true)}>
      {t("choose")}
    </Button>
  ) : null;
  return (
    <Card
      title={t("title")}
      description={drift ? <ReferenceText reference={drift.reference} /> : null}
      flush
      actions={
        <>
          {variants.length > 1 || variant !== null ? (
            <Select
              label={t("variant")}
              className="w-36"
              options={[
                { value: EVERY, label: t("every_variant") },
                ...variants.map((one) => ({
                  value: String(one),
                  label: t("variant_number", { number: one }),
                })),
              ]}
              value={variant === null ? EVERY : String(variant)}
              onChange={(value) => setVariant(value === EVERY ? null : Number(value))}
            />
          ) : null}
          <Select
            label={t("window")}
            className="w-40"
            options={HOURS.map((value) => ({
              value: String(value),
              label: value <= 24 ? t("hours", { count: value }) : t("days", { count: value / 24 }),
            }))}
            value={String(hours)}
            onChange={(value) => setHours(Number(value))}
          />
          {choose}
        </>
      }
    >
      {found.isError && !drift ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : !drift ? (
        <TableSkeleton rows={6} label={t("title")} />
      ) : (
        <Inputs drift={drift} />
      )}
      {drift && drift.inputs.length > 0 ? (
        <p className="border-t px-4 py-2 text-fg-subtle text-xs">
          {t(drift.complete ? "read_all" : "read_sample", {
            rows: number(drift.rows, locale),
            predictions: number(drift.predictions, locale),
          })}{" "}
          {t("rule")}
        </p>
      ) : null}
      {isChoosing ? (
        <ReferenceDialog
          endpoint={endpoint}
          current={drift?.reference ?? null}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </Card>
  );
}

function Inputs({ drift }: { drift: DriftView }) {
  const t = useTranslations("drift");
  if (drift.inputs.length === 0)
    return <EmptyState icon={<ScanSearch aria-hidden />} title={t("none")} description={t("none_text")} />;
  return <DriftTable drift={drift} />;
}
