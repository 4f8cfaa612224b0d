"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { TextField } from "@/components/features/definition-dialog";
import { settingQueries } from "@/components/settings/queries";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { SourceKind } from "@/lib/features/values";

type Place = { path: string; connection: string; query: string };
type Props = {
  kind: SourceKind;
  value: Place;
  onChange: (value: Place) => void;
  field: (pointer: string) => string | undefined;
};

/** Files have a path, a query has its connection. */
export function PlaceFields({ kind, value, onChange, field }: Props) {
  const t = useTranslations("features.sources");
  const isQuery = kind === "postgres";
  const found =
    useQuery({ ...settingQueries.connections(), enabled: isQuery, retry: false }).data?.data ?? [];
  const connections = found.filter(({ type }) => type === "postgres").map(({ id }) => id);
  if (!isQuery)
    return (
      <TextField
        label={t("path")}
        hint={t("path_hint", { format: kind })}
        error={field("/path")}
        value={value.path}
        onChange={(path) => onChange({ ...value, path })}
      />
    );
  const listed =
    value.connection === "" || connections.includes(value.connection)
      ? connections
      : [value.connection, ...connections];
  return (
    <>
      <Field label={t("connection")} hint={t("connection_hint")} error={field("/connection")} required>
        {({ id, "aria-describedby": describedBy, "aria-invalid": invalid }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            value={value.connection || undefined}
            placeholder={t(listed.length === 0 ? "connection_none" : "connection_choose")}
            disabled={listed.length === 0}
            onChange={(connection) => onChange({ ...value, connection })}
            options={listed.map((one) => ({ value: one, label: one }))}
          />
        )}
      </Field>
      <Field label={t("query")} hint={t("query_hint")} error={field("/query")} required>
        {(control) => (
          <Textarea
            {...control}
            rows={5}
            spellCheck={false}
            className="font-mono text-xs"
            value={value.query}
            onChange={(event) => onChange({ ...value, query: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
