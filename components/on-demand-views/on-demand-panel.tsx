"use client";
import { useQuery } from "@tanstack/react-query";
import { SquareFunction } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { DefinitionList } from "@/components/features/definition-list";
import { featureQueries, onDemandHref } from "@/components/features/queries";
import { ReferenceLinks } from "@/components/features/reference-links";

const OnDemandDialog = dynamic(() => import("./on-demand-dialog").then((module) => module.OnDemandDialog), {
  ssr: false,
});

/** Features that are computed when they are asked for. */
export function OnDemandPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("features");
  return (
    <DefinitionList
      area="on_demand"
      list={useQuery(featureQueries.onDemandViews())}
      wordsOf={(row) => [
        ...row.features.flatMap(({ name, expression }) => [name, expression]),
        ...row.request.map(({ name }) => name),
        ...Object.values(row.inputs),
      ]}
      canWrite={canWrite}
      icon={<SquareFunction aria-hidden />}
      hrefOf={(row) => onDemandHref(row.name)}
      columns={[
        {
          header: t("features"),
          className: "min-w-56",
          cell: (row) => (
            <ul>
              {row.features.map(({ name, expression }) => (
                <li key={name} className="line-clamp-2 break-all font-mono text-xs leading-6">
                  {`${name} = ${expression}`}
                </li>
              ))}
            </ul>
          ),
        },
        {
          header: t("on_demand.inputs"),
          className: "min-w-48",
          cell: (row) => <ReferenceLinks references={Object.values(row.inputs)} />,
        },
        {
          header: t("on_demand.request"),
          cell: (row) => (
            <span className="break-all font-mono text-xs leading-6">
              {row.request.map(({ name }) => name).join(", ")}
            </span>
          ),
        },
      ]}
      form={(target, close) => <OnDemandDialog target={target} onClose={close} />}
    />
  );
}
