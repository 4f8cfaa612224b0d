"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useNow } from "@/components/time/clock";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import type { FeatureViewView } from "@/lib/features/schema";
import { featureQueries } from "./queries";
import { writeSnippet } from "./snippets";

const HOUR_MS = 3_600_000;

/** How a row gets here, by curl, with this view's columns. */
export function WriteCard({ view, origin }: { view: FeatureViewView; origin: string }) {
  const t = useTranslations("features");
  const entities = useQuery(featureQueries.entities()).data?.data;
  // The hour that began last: times ahead are refused, and the text does not change each second.
  const now = new Date(Math.floor(useNow() / HOUR_MS) * HOUR_MS);
  if (!entities) return null;
  const keys = view.entities.flatMap((name) => entities.find((entity) => entity.name === name) ?? []);
  return (
    <Card title={t("write.title")} description={t("write.text")}>
      <CodeBlock title="curl" code={writeSnippet(origin, view, keys, now)} />
    </Card>
  );
}
