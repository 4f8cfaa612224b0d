"use client";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { MaterializationsCard } from "@/components/materializations/materializations-card";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { FeatureViewView } from "@/lib/features/schema";
import { DefinitionMenu } from "./definition-menu";
import { KeptIn } from "./kept-in";
import { LineageLink } from "./lineage-link";
import { lookUpHref } from "./look-up-address";
import { featureQueries } from "./queries";
import { SchemaCard } from "./schema-card";
import { TagBadges } from "./tag-badges";
import { VersionsCard } from "./versions-card";
import { ViewFactsCard } from "./view-facts-card";
import { ViewOnlineCard } from "./view-online-card";
import { ViewServicesCard } from "./view-services-card";
import { WriteCard } from "./write-card";

const DistributionCard = dynamic(
  () => import("@/components/distribution/distribution-card").then((module) => module.DistributionCard),
  { ssr: false },
);
const ViewDialog = dynamic(() => import("./view-dialog").then((module) => module.ViewDialog), { ssr: false });

type Props = { initial: FeatureViewView; canWrite: boolean; origin: string };

/** One view: what it has, since when, who uses it, and how to write to it. */
export function ViewHome({ initial, canWrite, origin }: Props) {
  const t = useTranslations("features");
  const { data: view } = useQuery({ ...featureQueries.view(initial.name), initialData: initial });
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: t("title"), href: "/features" }, { label: view.name }]}
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
            <LineageLink kind="view" name={view.name} />
            <Button asChild>
              <Link href={lookUpHref({ features: view.fields.map((field) => `${view.name}:${field.name}`) })}>
                <Search aria-hidden />
                {t("look_up.title")}
              </Link>
            </Button>
            {canWrite ? (
              <DefinitionMenu
                area="views"
                target={view}
                list="/features"
                editor={(onClose) => <ViewDialog target={view} onClose={onClose} />}
              />
            ) : null}
          </>
        }
      />
      <KeptIn definition={view} long />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid min-w-0 gap-4">
          <SchemaCard view={view} />
          <MaterializationsCard view={view} canWrite={canWrite} />
          <ViewOnlineCard name={view.name} />
          {view.source === null ? null : <DistributionCard view={view.name} canWrite={canWrite} />}
          <VersionsCard name={view.name} />
        </div>
        <div className="grid min-w-0 gap-4">
          <ViewFactsCard view={view} />
          <ViewServicesCard name={view.name} />
          <WriteCard view={view} origin={origin} />
        </div>
      </div>
    </>
  );
}
