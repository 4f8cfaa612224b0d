"use client";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Card, KeyValueList } from "@/components/ui/card";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import type { FeatureSourceView } from "@/lib/features/schema";

export function SourceFactsCard({ source }: { source: FeatureSourceView }) {
  const t = useTranslations("features");
  const mapped = Object.entries(source.field_mapping);
  return (
    <Card title={t("facts")}>
      <KeyValueList
        items={[
          ...(source.path === null
            ? []
            : [{ label: t("sources.path"), value: <Id id={source.path} full /> }]),
          ...(source.connection === null
            ? []
            : [
                {
                  label: t("sources.connection"),
                  value: (
                    <Link href="/settings/connections" className="hover:underline">
                      {source.connection}
                    </Link>
                  ),
                },
              ]),
          { label: t("sources.time"), value: <code className="text-xs">{source.timestamp_field}</code> },
          {
            label: t("sources.created"),
            value: source.created_timestamp_field ? (
              <code className="text-xs">{source.created_timestamp_field}</code>
            ) : (
              t("push_source_none")
            ),
          },
          ...(mapped.length === 0
            ? []
            : [
                {
                  label: t("sources.mapping"),
                  value: (
                    <ul>
                      {mapped.map(([column, feature]) => (
                        <li key={column}>
                          <code className="text-xs">{`${column} → ${feature}`}</code>
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]),
          { label: t("owner"), value: source.owner || t("owner_none") },
          { label: t("created"), value: <RelativeTime at={source.created_at} /> },
          { label: t("updated"), value: <RelativeTime at={source.updated_at} /> },
        ]}
      />
    </Card>
  );
}
