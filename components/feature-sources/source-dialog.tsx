"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DefinitionDialog, TextField } from "@/components/features/definition-dialog";
import { DescribedFields, useDescribed, useStandingRows } from "@/components/features/described-fields";
import { tagsOf, tagsText } from "@/components/features/form-texts";
import { useSaveDefinition } from "@/components/features/use-save-definition";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { replyOf } from "@/lib/client/api";
import type { FeatureSourceView } from "@/lib/features/schema";
import { KindField, type SourceKindChoice } from "./kind-field";
import { PlaceFields } from "./place-fields";
import { PushDialog } from "./push-dialog";

type Props = {
  target: FeatureSourceView | null;
  onClose: () => void;
  onSaved?: ((saved: FeatureSourceView) => void) | undefined;
};

/** A new data source (null), or a change of one. */
export function SourceDialog({ target, onClose, onSaved }: Props) {
  const [kind, setKind] = useState<SourceKindChoice>(target?.format ?? "parquet");
  if (kind === "push") return <PushDialog onKind={setKind} onClose={onClose} />;
  return (
    <FilesOrQueryDialog target={target} onClose={onClose} onSaved={onSaved} kind={kind} onKind={setKind} />
  );
}

type FormProps = Props & {
  kind: Exclude<SourceKindChoice, "push">;
  onKind: (kind: SourceKindChoice) => void;
};

function FilesOrQueryDialog({ target, onClose, onSaved, kind, onKind }: FormProps) {
  const t = useTranslations("features");
  const standingRows = useStandingRows();
  const [name, setName] = useState("");
  const [place, setPlace] = useState({
    path: target?.path ?? "",
    connection: target?.connection ?? "",
    query: target?.query ?? "",
  });
  const [time, setTime] = useState(target?.timestamp_field ?? "event_timestamp");
  const [created, setCreated] = useState(target?.created_timestamp_field ?? "");
  const [mapping, setMapping] = useState(tagsText(target?.field_mapping ?? {}));
  const described = useDescribed(target);
  const { save, busy, standing, field, under, general } = useSaveDefinition({
    area: "sources",
    reply: replyOf<typeof FeatureSourceView>(),
    target,
    savedText: (saved) => t("saved", { name: saved }),
    onSaved: (saved) => {
      onClose();
      onSaved?.(saved);
    },
  });
  const isQuery = kind === "postgres";
  return (
    <DefinitionDialog
      title={target ? t("edit_title", { name: target.name }) : t("sources.create")}
      description={target ? t("sources.edit_text") : undefined}
      busy={busy}
      standing={
        standing && [
          { label: t("sources.place"), value: standing.path ?? standing.query ?? "–" },
          { label: t("sources.time"), value: standing.timestamp_field },
          ...standingRows(standing),
        ]
      }
      general={general}
      onClose={onClose}
      onSubmit={() =>
        save({
          ...(target ? {} : { name: name.trim() }),
          format: kind,
          path: isQuery ? null : place.path.trim() || null,
          connection: isQuery ? place.connection.trim() || null : null,
          query: isQuery ? place.query.trim() || null : null,
          timestamp_field: time.trim(),
          created_timestamp_field: created.trim() || null,
          field_mapping: tagsOf(mapping),
          ...described.body,
        })
      }
    >
      <KindField value={kind} onChange={onKind} withPush={target === null} />
      {target ? null : (
        <TextField
          label={t("name")}
          hint={t("views.name_hint")}
          error={field("/name")}
          value={name}
          onChange={setName}
        />
      )}
      <PlaceFields kind={kind} value={place} onChange={setPlace} field={field} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t("sources.time")}
          hint={t("sources.time_hint")}
          error={field("/timestamp_field")}
          value={time}
          onChange={setTime}
        />
        <TextField
          label={t("sources.created")}
          hint={t("sources.created_hint")}
          optional
          error={field("/created_timestamp_field")}
          value={created}
          onChange={setCreated}
        />
      </div>
      <Field
        label={t("sources.mapping")}
        optionalLabel={t("optional")}
        hint={t("sources.mapping_hint")}
        error={under("/field_mapping")}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            spellCheck={false}
            className="font-mono text-xs"
            value={mapping}
            onChange={(event) => setMapping(event.target.value)}
          />
        )}
      </Field>
      <DescribedFields fields={described.fields} under={under} />
    </DefinitionDialog>
  );
}
