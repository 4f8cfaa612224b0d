"use client";
import { useFormatter, useTranslations } from "next-intl";
import { listHref } from "@/components/features/queries";
import { ReferenceLinks } from "@/components/features/reference-links";
import { Duration, RelativeTime } from "@/components/time/time";
import { Card, KeyValueList } from "@/components/ui/card";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import type { TrainingSetDetail } from "@/lib/features/schema";
import { trainingSetFileHref } from "./queries";

export function TrainingSetFacts({ set }: { set: TrainingSetDetail }) {
  const t = useTranslations("training_sets");
  const format = useFormatter();
  const yesNo = (value: boolean) => t(value ? "yes" : "no");
  return (
    <Card title={t("facts")}>
      <KeyValueList
        items={[
          set.feature_service === null
            ? { label: t("ways.features"), value: <ReferenceLinks references={set.features ?? []} /> }
            : {
                label: t("service"),
                value: (
                  <Link href={listHref("services", set.feature_service)} className="hover:underline">
                    {set.feature_service}
                  </Link>
                ),
              },
          { label: t("entities"), value: <Id id={set.entities.path} full /> },
          {
            label: t("time"),
            value: <code className="text-xs">{set.entities.timestamp_field ?? "event_timestamp"}</code>,
          },
          { label: t("rows"), value: set.rows === null ? "–" : format.number(set.rows) },
          ...(set.data === null ? [] : [{ label: t("data"), value: <Id id={set.data} full /> }]),
          { label: t("filtered"), value: yesNo(set.filter_by_created_timestamp) },
          { label: t("full_names"), value: yesNo(set.full_feature_names) },
          {
            label: t("took"),
            value: set.duration_seconds === null ? "–" : <Duration ms={set.duration_seconds * 1_000} />,
          },
          { label: t("by"), value: set.created_by },
          { label: t("when"), value: <RelativeTime at={set.created_at} /> },
          ...(set.manifest
            ? [
                {
                  label: t("manifest"),
                  value: (
                    <a
                      href={trainingSetFileHref(set.id, "manifest.json")}
                      download
                      className="text-accent hover:underline"
                    >
                      {"manifest.json"}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
