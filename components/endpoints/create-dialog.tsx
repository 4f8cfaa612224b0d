"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import type { EndpointView } from "@/lib/endpoints/schema";
import { DEFAULTS } from "@/lib/endpoints/values";
import { EndpointForm } from "./endpoint-form";
import { LimitFields, limitBody, limitTexts } from "./limit-fields";
import { createEndpoint } from "./queries";
import { type Standing, variantInput } from "./standing";
import { useEndpointDeed } from "./use-endpoint-deed";
import { VariantFields } from "./variant-fields";

const USUAL = {
  max_rows: DEFAULTS.rows,
  max_in_flight: DEFAULTS.inFlight,
  deadline_ms: DEFAULTS.deadlineMs,
};

type Props = { onClose: () => void; onSaved: (saved: EndpointView) => void };

/** A new endpoint: its name, the model that answers, and its limits. */
export function CreateDialog({ onClose, onSaved }: Props) {
  const t = useTranslations("endpoints");
  const [name, setName] = useState("");
  const [variant, setVariant] = useState<{ model: string; standing: Standing }>({ model: "", standing: "" });
  const [limits, setLimits] = useState(limitTexts(USUAL));
  const [description, setDescription] = useState("");
  const chosen = variantInput(variant.model, variant.standing);
  const save = useEndpointDeed(
    () =>
      createEndpoint({
        name: name.trim(),
        description,
        ...limitBody(limits),
        ...(chosen && { variant: chosen }),
      }),
    (saved) => {
      toast.success(t("created", { name: saved.name }));
      onSaved(saved);
    },
  );
  return (
    <EndpointForm
      title={t("create")}
      confirm={t("create_confirm")}
      busy={save.busy}
      general={save.general}
      onClose={onClose}
      onSubmit={() => save.run()}
    >
      <Field label={t("name")} hint={t("name_hint")} error={save.field("/name")} required>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            placeholder="flight-delay"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <VariantFields
        {...variant}
        error={save.field("/variant")}
        onChange={(model, standing) => setVariant({ model, standing })}
      />
      <LimitFields texts={limits} onChange={setLimits} field={save.field} />
      <Field label={t("description")} optionalLabel={t("optional")} error={save.field("/description")}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
    </EndpointForm>
  );
}
