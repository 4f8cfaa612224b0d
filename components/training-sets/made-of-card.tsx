"use client";
import { useLocale, useTranslations } from "next-intl";
import { onDemandHref, sourceHref, viewHref } from "@/components/features/queries";
import { Ttl } from "@/components/features/ttl";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { bytes } from "@/lib/client/format";
import type { TrainingSetManifest } from "@/lib/features/schema";

/** Which schema of which view, and which files, each column came from; as the manifest says. */
export function MadeOfCard({ manifest }: { manifest: TrainingSetManifest }) {
  const t = useTranslations("training_sets");
  const locale = useLocale();
  const filesText = (files: TrainingSetManifest["entity_files"]) =>
    t("files", {
      count: files.length,
      size: bytes(
        files.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
        locale,
      ),
    });
  const columnsOf = (features: readonly { name: string; column: string | null }[]) =>
    features.map(({ name, column }) => column ?? t("only_read", { name })).join(", ");
  return (
    <Card title={t("made_of")} description={t("made_of_text")} flush>
      <Table label={t("made_of")}>
        <thead>
          <tr>
            <Th>{t("view")}</Th>
            <Th>{t("columns")}</Th>
            <Th>{t("source")}</Th>
            <Th>{t("ttl")}</Th>
          </tr>
        </thead>
        <tbody>
          {manifest.views.map((view) => (
            <Tr key={view.name} className="[&>td]:align-top">
              <Td>
                <Link href={viewHref(view.name)} className="break-all font-medium hover:underline">
                  {view.name}
                </Link>
                <span className="ml-1.5 text-fg-muted text-xs">{`v${view.schema_version}`}</span>
              </Td>
              <Td className="min-w-48">
                <span className="break-words font-mono text-xs">{columnsOf(view.features)}</span>
              </Td>
              <Td className="min-w-40">
                <Link href={sourceHref(view.source)} className="break-all hover:underline">
                  {view.source}
                </Link>
                <span className="block text-fg-muted text-xs">{filesText(view.files)}</span>
              </Td>
              <Td>
                <Ttl seconds={view.ttl_seconds} />
              </Td>
            </Tr>
          ))}
          {manifest.on_demand_views.map((view) => (
            <Tr key={view.name} className="[&>td]:align-top">
              <Td>
                <Link href={onDemandHref(view.name)} className="break-all font-medium hover:underline">
                  {view.name}
                </Link>
                <span className="ml-1.5 text-fg-muted text-xs">{`v${view.schema_version}`}</span>
              </Td>
              <Td className="min-w-48">
                <span className="break-words font-mono text-xs">{columnsOf(view.features)}</span>
              </Td>
              <Td className="text-fg-muted">{t("computed")}</Td>
              <Td />
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="border-t px-4 py-2 text-fg-muted text-xs">
        {t("entity_files", { files: filesText(manifest.entity_files) })}
      </p>
    </Card>
  );
}
