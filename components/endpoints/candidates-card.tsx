"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { AliasChip } from "@/components/models/alias-chip";
import { modelQueries, versionHref } from "@/components/models/queries";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";

const SHOWN = 8;

type Props = {
  model: string;
  /** Versions that answer now. */
  answering: readonly (number | null)[];
  canWrite: boolean;
  onChoose: (version: number) => void;
};

/** The newest versions of the model that answers: those that could. */
export function CandidatesCard({ model, answering, canWrite, onChoose }: Props) {
  const t = useTranslations("endpoints");
  const list = useInfiniteQuery({ ...modelQueries.versions(model, []), retry: false });
  const rows = list.data?.pages[0]?.data.slice(0, SHOWN);
  return (
    <Card flush title={t("candidates", { model })}>
      {list.isPending ? (
        <TableSkeleton rows={3} label={t("candidates", { model })} />
      ) : !rows || rows.length === 0 ? (
        <p className="px-4 py-4 text-fg-muted text-sm">{t("candidates_none")}</p>
      ) : (
        <ul>
          {rows.map(({ number, aliases, created_at }) => (
            <li
              key={number}
              className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-1 text-sm last:border-b-0"
            >
              <Link href={versionHref(model, number)} className="nums font-medium hover:underline">
                {t("version", { number })}
              </Link>
              {aliases.map((alias) => (
                <AliasChip key={alias} alias={alias} />
              ))}
              <RelativeTime at={created_at} className="text-fg-muted text-xs" />
              <span className="ml-auto">
                {answering.includes(number) ? (
                  <Badge tone="success">{t("answering")}</Badge>
                ) : canWrite ? (
                  <Button size="sm" variant="ghost" onClick={() => onChoose(number)}>
                    {t("answer_with", { number })}
                  </Button>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
