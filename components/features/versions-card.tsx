"use client";
import { useQuery } from "@tanstack/react-query";
import { Minus, Pencil, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { featureQueries } from "./queries";
import { changesBetween, type SchemaChange } from "./schema-changes";

const ICONS = { added: Plus, removed: Minus, retyped: Pencil, entities: Pencil } as const;

/** Each version of the schema with what it changed, the newest first. */
export function VersionsCard({ name }: { name: string }) {
  const t = useTranslations("features");
  const list = useQuery(featureQueries.schemas(name));
  const schemas = list.data?.data;
  return (
    <Card title={t("versions.title")} description={t("versions.text")} flush>
      {list.isPending ? <TableSkeleton rows={2} label={t("versions.title")} /> : null}
      {list.error && !schemas ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      <ol>
        {schemas?.map((schema, at) => {
          const before = schemas[at + 1];
          return (
            <li key={schema.schema_version} className="grid gap-1 border-b px-4 py-2 last:border-b-0">
              <div className="flex items-baseline gap-3 text-sm">
                <span className="nums font-medium">{t("version", { number: schema.schema_version })}</span>
                <RelativeTime at={schema.created_at} className="text-fg-muted text-xs" />
              </div>
              <ul className="grid gap-0.5 text-sm">
                {before ? (
                  changesBetween(before, schema).map((change) => (
                    <Change key={`${change.kind}:${"name" in change ? change.name : ""}`} change={change} />
                  ))
                ) : (
                  <li className="text-fg-muted">{t("versions.first", { count: schema.fields.length })}</li>
                )}
              </ul>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

function Change({ change }: { change: SchemaChange }) {
  const t = useTranslations("features");
  const Icon = ICONS[change.kind];
  return (
    <li className="flex items-start gap-1.5 break-all">
      <Icon aria-hidden className="mt-1 size-3 shrink-0 text-fg-subtle" />
      <span>{textOf(t, change)}</span>
    </li>
  );
}

function textOf(t: ReturnType<typeof useTranslations<"features">>, change: SchemaChange): string {
  switch (change.kind) {
    case "added":
      return t("versions.added", { name: change.name, type: change.type });
    case "removed":
      return t("versions.removed", { name: change.name, type: change.type });
    case "retyped":
      return t("versions.retyped", { name: change.name, type: change.type, from: change.from });
    default:
      return t("versions.entities", {
        entities: change.entities.join(", "),
        from: change.from.join(", "),
      });
  }
}
