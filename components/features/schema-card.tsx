"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { FeatureViewView } from "@/lib/features/schema";
import { featureQueries } from "./queries";
import { sinceOf } from "./schema-changes";

/** Features with their types, and since which version each is there. */
export function SchemaCard({ view }: { view: FeatureViewView }) {
  const t = useTranslations("features");
  const schemas = useQuery(featureQueries.schemas(view.name)).data?.data ?? [];
  const since = sinceOf(schemas);
  return (
    <Card title={t("schema")} description={t("schema_count", { count: view.fields.length })} flush>
      <Table label={t("schema")}>
        <thead>
          <tr>
            <Th>{t("feature")}</Th>
            <Th>{t("type")}</Th>
            <Th>{t("since")}</Th>
          </tr>
        </thead>
        <tbody>
          {view.fields.map(({ name, type }) => {
            const version = since.get(name);
            return (
              <Tr key={name}>
                <Td className="break-all font-medium">{name}</Td>
                <Td>
                  <code className="text-xs">{type}</code>
                </Td>
                <Td className="nums text-fg-muted">
                  {version === undefined ? null : t("version", { number: version })}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </Card>
  );
}
