"use client";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { DefinitionMenu } from "@/components/features/definition-menu";
import { KeptIn } from "@/components/features/kept-in";
import { LineageLink } from "@/components/features/lineage-link";
import { lookUpHref } from "@/components/features/look-up-address";
import { featureQueries } from "@/components/features/queries";
import { TagBadges } from "@/components/features/tag-badges";
import { ViewServicesCard } from "@/components/features/view-services-card";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, KeyValueList } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { OnDemandViewView } from "@/lib/features/schema";
import { ExpressionsCard, InputsCard } from "./parts-cards";
import { TryOut } from "./try-out";
import { useInputTypes } from "./use-input-types";

const OnDemandDialog = dynamic(() => import("./on-demand-dialog").then((module) => module.OnDemandDialog), {
  ssr: false,
});

/** One on-demand view: what it computes, of what, and a place to try it. */
export function OnDemandHome({ initial, canWrite }: { initial: OnDemandViewView; canWrite: boolean }) {
  const t = useTranslations("features");
  const { data: view } = useQuery({ ...featureQueries.onDemandView(initial.name), initialData: initial });
  const typeOf = useInputTypes(view.inputs);
  const { inputs, request, features } = view;
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: t("title"), href: "/features" },
              { label: t("on_demand.title"), href: "/features/on-demand" },
              { label: view.name },
            ]}
          />
        }
        title={view.name}
        badges={
          <>
            <Badge tone="accent">{t("version", { number: view.schema_version })}</Badge>
            <TagBadges tags={view.tags} className="flex-wrap" />
          </>
        }
        description={view.description || undefined}
        actions={
          <>
            <LineageLink kind="computed" name={view.name} />
            <Button asChild>
              <Link href={lookUpHref({ features: features.map(({ name }) => `${view.name}:${name}`) })}>
                <Search aria-hidden />
                {t("look_up.title")}
              </Link>
            </Button>
            {canWrite ? (
              <DefinitionMenu
                area="on_demand"
                target={view}
                list="/features/on-demand"
                editor={(onClose) => <OnDemandDialog target={view} onClose={onClose} />}
              />
            ) : null}
          </>
        }
      />
      <KeptIn definition={view} long />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid min-w-0 gap-4">
          <ExpressionsCard view={view} />
          <InputsCard view={view} typeOf={typeOf} />
        </div>
        <div className="grid min-w-0 gap-4">
          <TryOut computation={{ inputs, request, features }} typeOf={typeOf} />
          <ViewServicesCard name={view.name} />
          <Card title={t("facts")}>
            <KeyValueList
              items={[
                { label: t("owner"), value: view.owner || t("owner_none") },
                { label: t("created"), value: <RelativeTime at={view.created_at} /> },
                { label: t("updated"), value: <RelativeTime at={view.updated_at} /> },
              ]}
            />
          </Card>
        </div>
      </div>
    </>
  );
}
