"use client";
import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { LookUpForm, type LookUpTyped } from "./look-up-form";
import { columnsOf, keysOfText, keysText, questionOf } from "./look-up-question";
import { LookUpResult } from "./look-up-result";
import { featureQueries } from "./queries";
import { firstViewSnippet } from "./snippets";

/** What is served of an entity at this moment. What was asked is in the URL, so that a link shows the same. */
export function LookUpPanel({ origin }: { origin: string }) {
  const t = useTranslations("features");
  const [asked, setAsked] = useQueryStates(
    {
      service: parseAsString.withDefault(""),
      features: parseAsArrayOf(parseAsString).withDefault([]),
      keys: parseAsString.withDefault(""),
    },
    { history: "push" },
  );
  const views = useQuery(featureQueries.views());
  const entities = useQuery(featureQueries.entities());
  const services = useQuery(featureQueries.services());
  const computed = useQuery(featureQueries.onDemandViews());
  if (views.isPending || entities.isPending || services.isPending || computed.isPending)
    return <TableSkeleton rows={4} label={t("look_up.title")} />;
  if (!views.data || !entities.data || !services.data || !computed.data) {
    const failed = [views, entities, services, computed].find((query) => query.error);
    return <ErrorState error={failed?.error} onRetry={() => void failed?.refetch()} />;
  }
  if (views.data.data.length === 0 && computed.data.data.length === 0)
    return (
      <EmptyState
        icon={<Layers aria-hidden />}
        title={t("views.empty_title")}
        description={t("look_up.empty_text")}
        snippet={firstViewSnippet(origin)}
        snippetTitle={t("views.empty_snippet")}
        className="max-w-2xl"
      />
    );
  const definitions = {
    views: views.data.data,
    entities: entities.data.data,
    services: services.data.data,
    onDemandViews: computed.data.data,
  };
  const referable = [
    ...definitions.views,
    ...definitions.onDemandViews.map(({ name, features }) => ({ name, fields: features })),
  ];
  const featuresOf = ({ by, service, features }: Pick<LookUpTyped, "by" | "service" | "features">) =>
    by === "features" ? features : (definitions.services.find((one) => one.name === service)?.features ?? []);
  const neededFor = (typed: Pick<LookUpTyped, "by" | "service" | "features">) =>
    columnsOf(featuresOf(typed), definitions);
  const isByFeatures = asked.features.length > 0 || definitions.services.length === 0;
  const start: LookUpTyped = {
    by: isByFeatures && !asked.service ? "features" : "service",
    service: asked.service || (definitions.services[0]?.name ?? ""),
    features: asked.features,
    keys: keysOfText(asked.keys),
  };
  const question =
    asked.keys === ""
      ? null
      : questionOf(
          start.by === "service" ? { service: start.service } : { features: start.features },
          neededFor(start),
          start.keys,
        );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(18rem,24rem)_1fr]">
      <LookUpForm
        start={start}
        services={definitions.services.map(({ name }) => name)}
        views={referable}
        neededFor={neededFor}
        question={question}
        onAsk={({ by, service, features, keys }) =>
          void setAsked({
            service: by === "service" ? service : null,
            features: by === "features" ? [...features] : null,
            keys: keysText(keys),
          })
        }
      />
      {question ? (
        <LookUpResult
          question={question}
          origin={origin}
          computed={definitions.onDemandViews.map(({ name }) => name)}
        />
      ) : (
        <p className="py-2 text-fg-muted text-sm">{t("look_up.intro")}</p>
      )}
    </div>
  );
}
