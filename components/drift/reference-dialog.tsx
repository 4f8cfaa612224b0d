"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EndpointForm } from "@/components/endpoints/endpoint-form";
import { useEndpointDeed } from "@/components/endpoints/use-endpoint-deed";
import { Button } from "@/components/ui/button";
import { DayInput } from "@/components/ui/day-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { toast } from "@/components/ui/toaster";
import type { ReferenceView } from "@/lib/drift/schema";
import type { ReferenceKind } from "@/lib/drift/values";
import { type ReferenceChoice, removeReference, setReference } from "./queries";

type Props = { endpoint: string; current: ReferenceView | null; onClose: () => void };

/** Chooses what the inputs of an endpoint are compared with. */
export function ReferenceDialog({ endpoint, current, onClose }: Props) {
  const t = useTranslations("drift");
  const chosen = current?.found_by === "choice" ? current : null;
  const [kind, setKind] = useState<ReferenceKind>(chosen?.kind ?? "training_set");
  const [source, setSource] = useState(chosen && chosen.kind !== "window" ? chosen.source : "");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const done = () => {
    toast.success(t("saved", { name: endpoint }));
    onClose();
  };
  const save = useEndpointDeed((choice: ReferenceChoice) => setReference(endpoint, choice), done);
  const remove = useEndpointDeed(() => removeReference(endpoint), done);
  const wrongWindow = save.field("/from") ?? save.field("/to");
  const isWhole = kind === "window" ? from !== "" && to !== "" : source.trim() !== "";
  return (
    <EndpointForm
      title={t("choose")}
      description={t("choose_text")}
      confirm={t("compare")}
      busy={save.busy}
      disabled={!isWhole}
      general={save.general ?? remove.text}
      onClose={onClose}
      onSubmit={() => save.run(choiceOf({ kind, source, from, to }))}
    >
      <SegmentedControl
        label={t("kind")}
        options={[
          { value: "training_set", label: t("kinds.training_set") },
          { value: "file", label: t("kinds.file") },
          { value: "window", label: t("kinds.window") },
        ]}
        value={kind}
        onChange={setKind}
      />
      {kind === "window" ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium text-sm">{t("days_of_window")}</legend>
          <div className="flex flex-wrap items-center gap-2">
            <DayInput label={t("from")} value={from} onChange={setFrom} />
            <span aria-hidden>{"–"}</span>
            <DayInput label={t("to")} value={to} onChange={setTo} />
          </div>
          {wrongWindow ? (
            <p className="text-danger text-xs">{wrongWindow}</p>
          ) : (
            <p className="text-fg-subtle text-xs">{t("window_hint")}</p>
          )}
        </fieldset>
      ) : (
        <Field
          label={t(`kinds.${kind}`)}
          hint={t(`hints.${kind}`)}
          error={save.field(kind === "file" ? "/path" : "/training_set")}
          required
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              autoComplete="off"
              placeholder={
                kind === "file" ? "s3://gwanje/training/trips.parquet" : "job_01KB7M3Q5XM0VH4E2YB8N6ZC1T"
              }
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
          )}
        </Field>
      )}
      {chosen ? (
        <div>
          <Button size="sm" busy={remove.busy} onClick={() => remove.run()}>
            {t("remove")}
          </Button>
        </div>
      ) : null}
    </EndpointForm>
  );
}

const DAY_MS = 86_400_000;
type Typed = { kind: ReferenceKind; source: string; from: string; to: string };

/** Days are those of UTC, both of them whole. */
function choiceOf({ kind, source, from, to }: Typed): ReferenceChoice {
  if (kind === "training_set") return { training_set: source.trim() };
  if (kind === "file") return { path: source.trim() };
  const end = new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS);
  return { from: `${from}T00:00:00Z`, to: end.toISOString() };
}
