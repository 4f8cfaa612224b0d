"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DefinitionDialog, TextField } from "@/components/features/definition-dialog";
import { DescribedFields, useDescribed, useStandingRows } from "@/components/features/described-fields";
import { FieldsEditor } from "@/components/features/fields-editor";
import { tagsOf, tagsText } from "@/components/features/form-texts";
import { featureQueries } from "@/components/features/queries";
import { type TypedField, typedFields } from "@/components/features/typed-fields";
import { useSaveDefinition } from "@/components/features/use-save-definition";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { replyOf } from "@/lib/client/api";
import type { OnDemandViewView } from "@/lib/features/schema";
import { newFeature, typedFeatures, withInputsOf } from "./computed-field";
import { ExpressionsEditor } from "./expressions-editor";
import { TryOut } from "./try-out";
import { useInputTypes } from "./use-input-types";

type Props = {
  target: OnDemandViewView | null;
  onClose: () => void;
  onSaved?: ((saved: OnDemandViewView) => void) | undefined;
};

/** A new on-demand view (null), or a change of one, with a try-out before it is saved. */
export function OnDemandDialog({ target, onClose, onSaved }: Props) {
  const t = useTranslations("features");
  const standingRows = useStandingRows();
  const views = useQuery(featureQueries.views()).data?.data ?? [];
  const [name, setName] = useState("");
  const [inputText, setInputText] = useState(tagsText(target?.inputs ?? {}));
  const [request, setRequest] = useState<readonly TypedField[]>(typedFields(target?.request ?? []));
  const [features, setFeatures] = useState(target ? typedFeatures(target.features) : [newFeature()]);
  const described = useDescribed(target);
  const { save, busy, standing, error, field, under, general } = useSaveDefinition({
    area: "on_demand",
    reply: replyOf<typeof OnDemandViewView>(),
    target,
    savedText: (saved) => t("saved", { name: saved }),
    onSaved: (saved) => {
      onClose();
      onSaved?.(saved);
    },
  });
  const computation = {
    inputs: tagsOf(inputText),
    request: request.map((one) => ({ name: one.name.trim(), type: one.type })),
    features: features.map((one) => ({ name: one.name.trim(), type: one.type, expression: one.expression })),
  };
  const typeOf = useInputTypes(computation.inputs);
  return (
    <DefinitionDialog
      title={target ? t("edit_title", { name: target.name }) : t("on_demand.create")}
      description={t(target ? "on_demand.edit_text" : "on_demand.create_text")}
      size="lg"
      busy={busy}
      standing={
        standing && [
          { label: t("on_demand.inputs"), value: tagsText(standing.inputs) || "–" },
          {
            label: t("features"),
            value: standing.features.map((one) => `${one.name} = ${one.expression}`).join("; "),
          },
          ...standingRows(standing),
        ]
      }
      general={general}
      onClose={onClose}
      onSubmit={() => save({ ...(target ? {} : { name: name.trim() }), ...computation, ...described.body })}
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
      <div className="grid gap-2">
        <Field
          label={t("on_demand.inputs")}
          optionalLabel={t("optional")}
          hint={t("on_demand.inputs_hint")}
          error={under("/inputs")}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
              className="font-mono text-xs"
              placeholder="conv_rate=driver_hourly_stats:conv_rate"
              value={inputText}
              onChange={(event) => setInputText(event.target.value)}
            />
          )}
        </Field>
        <Select
          // It shows no value: each choice adds.
          key={inputText}
          label={t("add_view_features")}
          placeholder={t("add_view_features")}
          value={undefined}
          onChange={(chosen) => {
            const view = views.find((one) => one.name === chosen);
            if (view) setInputText(withInputsOf(inputText, view));
          }}
          options={views.map((view) => ({ value: view.name, label: view.name }))}
        />
      </div>
      <FieldsEditor of="request" value={request} onChange={setRequest} error={error} />
      <ExpressionsEditor value={features} onChange={(next) => setFeatures([...next])} error={error} />
      <TryOut computation={computation} typeOf={typeOf} />
      <DescribedFields fields={described.fields} under={under} />
    </DefinitionDialog>
  );
}
