"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import type { EndpointView } from "@/lib/endpoints/schema";
import { EndpointForm } from "./endpoint-form";
import { LimitFields } from "./limit-fields";
import { limitBody, limitTexts } from "./limit-texts";
import { changeEndpoint } from "./queries";
import { useEndpointDeed } from "./use-endpoint-deed";

/** What an endpoint takes at most, and what people say of it. */
export function LimitsDialog({ endpoint, onClose }: { endpoint: EndpointView; onClose: () => void }) {
  const t = useTranslations("endpoints");
  const [limits, setLimits] = useState(limitTexts(endpoint));
  const [description, setDescription] = useState(endpoint.description);
  const save = useEndpointDeed(
    () => changeEndpoint(endpoint, { ...limitBody(limits), description }),
    ({ name }) => {
      toast.success(t("saved", { name }));
      onClose();
    },
  );
  return (
    <EndpointForm
      title={t("edit")}
      confirm={t("save")}
      busy={save.busy}
      general={save.general}
      onClose={onClose}
      onSubmit={() => save.run()}
    >
      <LimitFields texts={limits} onChange={setLimits} field={save.field} />
      <Field label={t("description")} optionalLabel={t("optional")} error={save.field("/description")}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
    </EndpointForm>
  );
}
