"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { replyOf } from "@/lib/client/api";
import type { FeatureViewView } from "@/lib/features/schema";
import { DefinitionDialog, TextField } from "./definition-dialog";
import { DescribedFields, useDescribed, useStandingRows } from "./described-fields";
import { EntitiesField } from "./entities-field";
import { FieldsEditor } from "./fields-editor";
import { ttlParts, ttlSeconds } from "./form-texts";
import { featureQueries } from "./queries";
import { TtlField } from "./ttl-field";
import { newField, type TypedField, typedFields } from "./typed-fields";
import { useSaveDefinition } from "./use-save-definition";

type Props = {
  target: FeatureViewView | null;
  onClose: () => void;
  onSaved?: ((saved: FeatureViewView) => void) | undefined;
};

/** No name begins so. */
const NO_SOURCE = "-";

/** A new view (null), or a change of one: other entities or features make the next version of its schema. */
export function ViewDialog({ target, onClose, onSaved }: Props) {
  const t = useTranslations("features");
  const standingRows = useStandingRows();
  const known = useQuery(featureQueries.entities()).data?.data ?? [];
  const [name, setName] = useState("");
  const [entities, setEntities] = useState<readonly string[]>(target?.entities ?? []);
  const [fields, setFields] = useState<readonly TypedField[]>(
    target ? typedFields(target.fields) : [newField()],
  );
  const [ttl, setTtl] = useState(ttlParts(target?.ttl_seconds ?? 0));
  const sources = useQuery(featureQueries.sources()).data?.data ?? [];
  const [source, setSource] = useState(target?.source ?? NO_SOURCE);
  const [pushSource, setPushSource] = useState(target?.push_source ?? "");
  const described = useDescribed(target);
  const { save, busy, standing, error, field, under, general } = useSaveDefinition({
    area: "views",
    reply: replyOf<typeof FeatureViewView>(),
    target,
    savedText: (saved) => t("saved", { name: saved }),
    onSaved: (saved) => {
      onClose();
      onSaved?.(saved);
    },
  });
  return (
    <DefinitionDialog
      title={target ? t("edit_title", { name: target.name }) : t("views.create")}
      description={target ? t("views.edit_text") : undefined}
      busy={busy}
      standing={
        standing && [
          { label: t("entities.title"), value: standing.entities.join(", ") },
          {
            label: t("features"),
            value: standing.fields.map((one) => `${one.name} ${one.type}`).join(", "),
          },
          ...standingRows(standing),
        ]
      }
      general={general}
      onClose={onClose}
      onSubmit={() =>
        save({
          ...(target ? {} : { name: name.trim() }),
          entities,
          fields: fields.map((one) => ({ name: one.name.trim(), type: one.type })),
          ttl_seconds: ttlSeconds(ttl.count, ttl.unit),
          source: source === NO_SOURCE ? null : source,
          push_source: pushSource.trim() || null,
          ...described.body,
        })
      }
    >
      {target ? null : (
        <TextField
          label={t("name")}
          hint={t("views.name_hint")}
          error={field("/name")}
          value={name}
          onChange={setName}
        />
      )}
      <EntitiesField
        value={entities}
        onChange={setEntities}
        known={known.map((one) => one.name)}
        error={under("/entities")}
      />
      <FieldsEditor value={fields} onChange={setFields} error={error} />
      <Field label={t("data_source")} hint={t("sources.of_view_hint")} error={field("/source")}>
        {({ id, "aria-describedby": describedBy, "aria-invalid": invalid }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            value={source}
            onChange={setSource}
            options={[
              { value: NO_SOURCE, label: t("push_source_none") },
              ...sources.map((one) => ({ value: one.name, label: one.name })),
            ]}
          />
        )}
      </Field>
      <TtlField value={ttl} onChange={setTtl} error={field("/ttl_seconds")} />
      <TextField
        label={t("push_source")}
        hint={t("push_source_hint")}
        optional
        error={field("/push_source")}
        value={pushSource}
        onChange={setPushSource}
      />
      <DescribedFields fields={described.fields} under={under} />
    </DefinitionDialog>
  );
}
