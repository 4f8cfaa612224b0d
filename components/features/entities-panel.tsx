"use client";
import { useQuery } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { DefinitionList } from "./definition-list";
import { featureQueries, viewHref } from "./queries";

const EntityDialog = dynamic(() => import("./entity-dialog").then((module) => module.EntityDialog), {
  ssr: false,
});

/** What features are about, and the views of each. */
export function EntitiesPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("features");
  const views = useQuery(featureQueries.views()).data?.data ?? [];
  return (
    <DefinitionList
      area="entities"
      list={useQuery(featureQueries.entities())}
      wordsOf={(row) => [row.join_key, row.value_type]}
      canWrite={canWrite}
      icon={<Fingerprint aria-hidden />}
      columns={[
        { header: t("join_key"), cell: (row) => <code className="text-xs">{row.join_key}</code> },
        { header: t("type"), cell: (row) => <code className="text-xs">{row.value_type}</code> },
        {
          header: t("views.title"),
          className: "min-w-40",
          cell: (row) => (
            <ul className="flex flex-wrap gap-x-3">
              {views
                .filter((view) => view.entities.includes(row.name))
                .map((view) => (
                  <li key={view.name}>
                    <Link
                      href={viewHref(view.name)}
                      className="inline-flex min-h-6 items-center break-all hover:underline"
                    >
                      {view.name}
                    </Link>
                  </li>
                ))}
            </ul>
          ),
        },
      ]}
      form={(target, close) => <EntityDialog target={target} onClose={close} />}
    />
  );
}
