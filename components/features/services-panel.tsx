"use client";
import { useQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { DefinitionList } from "./definition-list";
import { lookUpHref } from "./look-up-address";
import { featureQueries } from "./queries";
import { ReferenceLinks } from "./reference-links";

const ServiceDialog = dynamic(() => import("./service-dialog").then((module) => module.ServiceDialog), {
  ssr: false,
});

/** Features that models ask for by one name. */
export function ServicesPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("features");
  return (
    <DefinitionList
      area="services"
      list={useQuery(featureQueries.services())}
      wordsOf={(row) => row.features}
      canWrite={canWrite}
      icon={<Boxes aria-hidden />}
      columns={[
        {
          header: t("features"),
          className: "min-w-64",
          cell: (row) => <ReferenceLinks references={row.features} />,
        },
        {
          header: t("look_up.title"),
          className: "whitespace-nowrap",
          cell: (row) => (
            <Link
              href={lookUpHref({ service: row.name })}
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              {t("look_up.open", { name: row.name })}
            </Link>
          ),
        },
      ]}
      form={(target, close) => <ServiceDialog target={target} onClose={close} />}
    />
  );
}
