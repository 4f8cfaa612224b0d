"use client";
import { useTranslations } from "next-intl";
import { ReferenceLinks } from "@/components/features/reference-links";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { OnDemandViewView } from "@/lib/features/schema";

export function ExpressionsCard({ view }: { view: OnDemandViewView }) {
  const t = useTranslations("features");
  return (
    <Card title={t("features")} description={t("on_demand.computed_text")} flush>
      <Table label={t("features")}>
        <thead>
          <tr>
            <Th>{t("feature")}</Th>
            <Th>{t("type")}</Th>
            <Th>{t("on_demand.expression")}</Th>
          </tr>
        </thead>
        <tbody>
          {view.features.map(({ name, type, expression }) => (
            <Tr key={name} className="[&>td]:align-top">
              <Td className="break-all font-medium">{name}</Td>
              <Td>
                <code className="text-xs">{type}</code>
              </Td>
              <Td className="min-w-64">
                <span className="flex items-start gap-1">
                  <code className="whitespace-pre-wrap break-words text-xs leading-6">{expression}</code>
                  <CopyButton text={expression} />
                </span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

type InputsProps = { view: OnDemandViewView; typeOf: (name: string) => string | undefined };

/** What the expressions read: features of views, and what a request brings. */
export function InputsCard({ view, typeOf }: InputsProps) {
  const t = useTranslations("features");
  return (
    <Card title={t("on_demand.reads")} flush>
      <Table label={t("on_demand.reads")}>
        <thead>
          <tr>
            <Th>{t("name")}</Th>
            <Th>{t("type")}</Th>
            <Th>{t("on_demand.from")}</Th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(view.inputs).map(([name, reference]) => (
            <Tr key={name}>
              <Td className="break-all font-medium">{name}</Td>
              <Td>
                <code className="text-xs">{typeOf(name)}</code>
              </Td>
              <Td>
                <ReferenceLinks references={[reference]} />
              </Td>
            </Tr>
          ))}
          {view.request.map(({ name, type }) => (
            <Tr key={name}>
              <Td className="break-all font-medium">{name}</Td>
              <Td>
                <code className="text-xs">{type}</code>
              </Td>
              <Td className="text-fg-muted">{t("on_demand.of_request")}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
