"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Card, KeyValueList } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { FeatureViewView } from "@/lib/features/schema";
import { featureQueries, listHref, sourceHref } from "./queries";
import { Ttl } from "./ttl";

export function ViewFactsCard({ view }: { view: FeatureViewView }) {
  const t = useTranslations("features");
  const entities = useQuery(featureQueries.entities()).data?.data ?? [];
  const keyOf = (name: string) => entities.find((entity) => entity.name === name);
  return (
    <Card title={t("facts")}>
      <KeyValueList
        items={[
          {
            label: t("entities.title"),
            value: (
              <ul className="grid">
                {view.entities.map((name) => {
                  const entity = keyOf(name);
                  return (
                    <li key={name}>
                      <Link
                        href={listHref("entities", name)}
                        className="inline-flex min-h-6 items-center hover:underline"
                      >
                        {name}
                      </Link>
                      {entity ? (
                        <code className="ml-2 text-fg-muted text-xs">
                          {entity.join_key} {entity.value_type}
                        </code>
                      ) : null}
                    </li>
                  );
                })}
              </ul>
            ),
          },
          { label: t("ttl"), value: <Ttl seconds={view.ttl_seconds} /> },
          {
            label: t("data_source"),
            value: view.source ? (
              <Link href={sourceHref(view.source)} className="break-all hover:underline">
                {view.source}
              </Link>
            ) : (
              t("push_source_none")
            ),
          },
          { label: t("push_source"), value: view.push_source ?? t("push_source_none") },
          { label: t("owner"), value: view.owner || t("owner_none") },
          { label: t("created"), value: <RelativeTime at={view.created_at} /> },
          { label: t("updated"), value: <RelativeTime at={view.updated_at} /> },
        ]}
      />
    </Card>
  );
}
