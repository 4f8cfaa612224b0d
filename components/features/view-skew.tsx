"use client";
import { useLocale, useTranslations } from "next-intl";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { percent } from "@/lib/client/format";
import type { FeatureAuditView } from "@/lib/features/schema";

/** Features whose online values differ from those of the files, with the first entity of each. */
export function ViewSkew({ audit }: { audit: FeatureAuditView }) {
  const t = useTranslations("features_online");
  const locale = useLocale();
  return (
    <Table label={t("skew")}>
      <thead>
        <tr>
          <Th>{t("feature")}</Th>
          <Th>{t("skew")}</Th>
          <Th>{t("example")}</Th>
        </tr>
      </thead>
      <tbody>
        {audit.features
          .filter(({ mismatched }) => mismatched > 0)
          .map(({ name, mismatch_rate, example }) => (
            <Tr key={name}>
              <Td className="break-all font-medium">{name}</Td>
              <Td className="nums">{percent(mismatch_rate, locale, 2)}</Td>
              <Td className="break-words text-xs">
                {example
                  ? t("example_text", {
                      entity: Object.entries(example.entity)
                        .map(([key, value]) => `${key}=${value}`)
                        .join(", "),
                      online: example.online,
                      offline: example.offline,
                    })
                  : null}
              </Td>
            </Tr>
          ))}
      </tbody>
    </Table>
  );
}
