"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import type { EndpointView } from "@/lib/endpoints/schema";
import { DEFAULTS } from "@/lib/endpoints/values";
import { AnswerFields, type TypedAnswer } from "./answer-fields";
import { EndpointForm } from "./endpoint-form";
import { joinBody, NO_JOIN } from "./joined";
import { JoinedFields } from "./joined-fields";
import { LimitFields } from "./limit-fields";
import { limitBody, limitTexts } from "./limit-texts";
import { createEndpoint } from "./queries";
import { remoteInput, variantInput } from "./standing";
import { useEndpointDeed } from "./use-endpoint-deed";

const USUAL = {
  max_rows: DEFAULTS.rows,
  max_in_flight: DEFAULTS.inFlight,
  deadline_ms: DEFAULTS.deadlineMs,
  log_rate: DEFAULTS.logRate,
  log_rows: DEFAULTS.logRows,
};

type Props = { onClose: () => void; onSaved: (saved: EndpointView) => void };

/** A new endpoint: its name, the model that answers, and its limits. */
export function CreateDialog({ onClose, onSaved }: Props) {
  const t = useTranslations("endpoints");
  const [name, setName] = useState("");
  const [answer, setAnswer] = useState<TypedAnswer>({ model: "", standing: "", remote: null });
  const [join, setJoin] = useState(NO_JOIN);
  const [limits, setLimits] = useState(limitTexts(USUAL));
  const [description, setDescription] = useState("");
  const chosen = answer.remote ? remoteInput(answer.remote) : variantInput(answer.model, answer.standing);
  const save = useEndpointDeed(
    () =>
      createEndpoint({
        name: name.trim(),
        description,
        ...limitBody(limits),
        ...(chosen && { variant: chosen }),
        ...joinBody(join),
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
      <AnswerFields value={answer} error={save.field("/variant")} onChange={setAnswer} />
      <JoinedFields value={join} field={save.field} onChange={setJoin} />
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
