"use client";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { FeatureViewView } from "@/lib/features/schema";
import { ViewLinks } from "./view-links";

/** A push source is a name of a view's, and no definition of its own. */
export function PushSources({ views }: { views: readonly FeatureViewView[] }) {
  const t = useTranslations("features.sources");
  const pushed = views.filter((view) => view.push_source !== null);
  if (pushed.length === 0) return null;
  return (
    <Card title={t("push_title")} description={t("push_text")} flush>
      <Table label={t("push_title")}>
        <thead>
          <tr>
            <Th>{t("push_name")}</Th>
            <Th>{t("view")}</Th>
          </tr>
        </thead>
        <tbody>
          {pushed.map((view) => (
            <Tr key={view.name}>
              <Td className="break-all font-medium">{view.push_source}</Td>
              <Td>
                <ViewLinks views={[view]} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
