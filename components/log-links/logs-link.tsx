"use client";
import { Logs } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { type LogIds, type LogSpan, logsHref } from "./logs-href";

type Props = {
  ids: LogIds;
  span?: LogSpan | undefined;
  /** In a row of a table: a name for those who hear the link alone. */
  of?: string | undefined;
};

/** Opens what any process said of this. */
export function LogsLink({ ids, span, of }: Props) {
  const t = useTranslations("log_sources");
  const isRow = of !== undefined;
  return (
    <Button asChild variant={isRow ? "ghost" : "secondary"} size={isRow ? "sm" : "md"}>
      <Link href={logsHref(ids, span)} aria-label={isRow ? t("logs_of", { name: of }) : undefined}>
        <Logs aria-hidden />
        {t("logs")}
      </Link>
    </Button>
  );
}
