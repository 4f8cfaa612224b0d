"use client";
import { Waypoints } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { Toolbar } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { connectedTo, newestOf } from "./lineage";
import { LineagePicture } from "./lineage-picture";
import { useLineage } from "./use-lineage";

/** Training sets of one service in the picture. */
const MOST_SETS = 6;

/** From data to the models that use it. What is chosen is in the URL, and is then shown with its own ways alone. */
export function LineagePanel() {
  const t = useTranslations("feature_lineage");
  const [of, setOf] = useQueryState("of", parseAsString.withDefault(""));
  const lineage = useLineage();
  if (lineage.state === "pending") return <TableSkeleton rows={6} label={t("title")} />;
  if (lineage.state === "failed") return <ErrorState error={lineage.error} onRetry={lineage.again} />;
  const { nodes } = lineage;
  if (nodes.length === 0)
    return (
      <EmptyState icon={<Waypoints aria-hidden />} title={t("empty_title")} description={t("empty_text")} />
    );
  const chosen = nodes.find(({ id }) => id === of);
  const connected = chosen ? connectedTo(nodes, chosen.id) : null;
  const ofInterest = connected ? nodes.filter(({ id }) => connected.has(id)) : nodes;
  const shown = newestOf(ofInterest, MOST_SETS, chosen?.id);
  return (
    <>
      <Toolbar end={chosen ? <Button onClick={() => void setOf(null)}>{t("all")}</Button> : null}>
        <Select
          label={t("choose")}
          className="w-72 max-w-full"
          placeholder={t("choose")}
          value={chosen?.id}
          key={chosen?.id ?? ""}
          onChange={(id) => void setOf(id)}
          options={nodes.map(({ id, kind, name }) => ({
            value: id,
            label: `${t(`kinds.${kind}`)}: ${name}`,
          }))}
        />
      </Toolbar>
      <Card flush>
        <LineagePicture nodes={shown} chosen={chosen?.id ?? null} onChoose={(id) => void setOf(id)} />
        <p className="border-t px-4 py-2 text-fg-muted text-xs">
          {t("how_known")}
          {lineage.hasMoreSets || shown.length < ofInterest.length ? ` ${t("more_sets")}` : null}
        </p>
      </Card>
    </>
  );
}
