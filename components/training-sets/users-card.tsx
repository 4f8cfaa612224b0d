"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { trainingRunHref } from "@/components/experiments/queries";
import { versionHref } from "@/components/models/queries";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { trainingSetQueries } from "./queries";

/** Training runs that logged this set as a dataset, and the model versions of them. */
export function UsersCard({ id }: { id: string }) {
  const t = useTranslations("training_sets");
  const found = useQuery(trainingSetQueries.users(id));
  return (
    <Card title={t("users")}>
      {found.isPending ? <TableSkeleton rows={2} label={t("users")} /> : null}
      {found.error && !found.data ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.data.length === 0 ? <p className="text-fg-muted text-sm">{t("users_none")}</p> : null}
      <ul className="grid gap-2">
        {found.data?.data.map(({ run, versions }) => (
          <li key={run.id} className="text-sm">
            <Link
              href={trainingRunHref(run.experiment_id, run.id)}
              className="inline-flex min-h-6 items-center font-medium hover:underline"
            >
              {run.name}
            </Link>
            <ul className="flex flex-wrap gap-x-3">
              {versions.map(({ model, version }) => (
                <li key={`${model} ${version}`}>
                  <Link
                    href={versionHref(model, version)}
                    className="inline-flex min-h-6 items-center text-fg-muted text-xs hover:underline"
                  >
                    {`${model} v${version}`}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
