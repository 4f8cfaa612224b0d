"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { replyOf } from "@/lib/client/api";
import type { FeatureEntityView } from "@/lib/features/schema";
import { ENTITY_TYPES } from "@/lib/features/values";
import { DefinitionDialog, TextField } from "./definition-dialog";
import { DescribedFields, useDescribed, useStandingRows } from "./described-fields";
import { useSaveDefinition } from "./use-save-definition";

type Props = { target: FeatureEntityView | null; onClose: () => void };

/** A new entity (null), or what may change of one: values lie under its join key and type, so these stay. */
export function EntityDialog({ target, onClose }: Props) {
  const t = useTranslations("features");
  const standingRows = useStandingRows();
  const [name, setName] = useState("");
  const [joinKey, setJoinKey] = useState("");
  const [type, setType] = useState<string>("INT64");
  const described = useDescribed(target);
  const { save, busy, standing, field, under, general } = useSaveDefinition({
    area: "entities",
    reply: replyOf<typeof FeatureEntityView>(),
    target,
    savedText: (saved) => t("saved", { name: saved }),
    onSaved: onClose,
  });
  return (
    <DefinitionDialog
      title={target ? t("edit_title", { name: target.name }) : t("entities.create")}
      description={target ? t("entities.kept", { key: target.join_key, type: target.value_type }) : undefined}
      size="sm"
      busy={busy}
      standing={standing && standingRows(standing)}
      general={general}
      onClose={onClose}
      onSubmit={() =>
        save({
          ...(target
            ? {}
            : {
                name: name.trim(),
                value_type: type,
                ...(joinKey.trim() === "" ? {} : { join_key: joinKey.trim() }),
              }),
          ...described.body,
        })
      }
    >
      {target ? null : (
        <>
          <TextField
            label={t("name")}
            hint={t("entities.name_hint")}
            error={field("/name")}
            value={name}
            onChange={setName}
          />
          <TextField
            label={t("join_key")}
            hint={t("entities.join_key_hint")}
            optional
            error={field("/join_key")}
            value={joinKey}
            onChange={setJoinKey}
          />
          <Field label={t("type")} error={field("/value_type")}>
            {({ id }) => (
              <Select
                id={id}
                value={type}
                onChange={setType}
                options={ENTITY_TYPES.map((one) => ({ value: one, label: one }))}
              />
            )}
          </Field>
        </>
      )}
      <DescribedFields fields={described.fields} under={under} />
    </DefinitionDialog>
  );
}
