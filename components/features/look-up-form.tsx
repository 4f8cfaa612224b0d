"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { ApiError } from "@/lib/client/api";
import { FeaturesField } from "./features-field";
import { linesOf } from "./form-texts";
import { isMissing, type LookUpQuestion, type NeededColumn } from "./look-up-question";
import { featureQueries } from "./queries";
import type { Referable } from "./use-referable";

export type LookUpTyped = {
  by: "service" | "features";
  service: string;
  features: readonly string[];
  keys: Record<string, string>;
};
type Props = {
  start: LookUpTyped;
  services: readonly string[];
  views: readonly Referable[];
  neededFor: (typed: LookUpTyped) => readonly NeededColumn[];
  /** What the address asks; its refusal is shown at the fields. */
  question: LookUpQuestion | null;
  onAsk: (typed: LookUpTyped) => void;
};

const MODES: Record<NeededColumn["type"], "text" | "numeric" | "decimal"> = {
  STRING: "text",
  BOOL: "text",
  INT32: "numeric",
  INT64: "numeric",
  UNIX_TIMESTAMP: "numeric",
  FLOAT: "decimal",
  DOUBLE: "decimal",
};

export function LookUpForm({ start, services, views, neededFor, question, onAsk }: Props) {
  const t = useTranslations("features");
  const client = useQueryClient();
  const [by, setBy] = useState(start.by);
  const [service, setService] = useState(start.service);
  const [text, setText] = useState(start.features.join("\n"));
  const [keys, setKeys] = useState(start.keys);
  const [isTried, setTried] = useState(false);
  const { error } = useRefusal(question);
  const startText = JSON.stringify(start);
  const [shownText, setShownText] = useState(startText);
  // Back and links change the address: the form then shows what was asked there, and keeps its focus.
  if (shownText !== startText) {
    setShownText(startText);
    setBy(start.by);
    setService(start.service);
    setText(start.features.join("\n"));
    setKeys(start.keys);
    setTried(false);
  }
  const typed: LookUpTyped = { by, service, features: linesOf(text), keys };
  const needed = neededFor(typed);
  const fieldError = (column: NeededColumn): string | undefined => {
    const { name, type } = column;
    if (isTried && isMissing(column, keys)) return t("look_up.key_needed");
    const isRefused = [`/entities/${name}/0`, `/entities/${name}`].some((at) => error?.field(at));
    return isRefused ? t("look_up.key_wrong", { type }) : undefined;
  };
  return (
    <Card title={t("look_up.question")}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (needed.length === 0 || needed.some((column) => isMissing(column, keys))) return;
          const pairs = needed.map(({ name }) => [name, keys[name] ?? ""] as const);
          const next = { ...typed, keys: Object.fromEntries(pairs) };
          // The same question is asked again, not answered from memory.
          if (question && JSON.stringify(next) === startText)
            void client.invalidateQueries({ queryKey: featureQueries.lookUp(question).queryKey });
          else onAsk(next);
        }}
      >
        {services.length > 0 ? (
          <SegmentedControl
            label={t("look_up.by")}
            className="justify-self-start"
            value={by}
            onChange={setBy}
            options={[
              { value: "service", label: t("service") },
              { value: "features", label: t("features") },
            ]}
          />
        ) : null}
        {by === "service" ? (
          <Field label={t("service")} error={error?.field("/feature_service")}>
            {({ id, "aria-describedby": describedBy, "aria-invalid": invalid }) => (
              <Select
                id={id}
                aria-describedby={describedBy}
                aria-invalid={invalid}
                value={service}
                onChange={setService}
                options={services.map((name) => ({ value: name, label: name }))}
              />
            )}
          </Field>
        ) : (
          <FeaturesField value={text} onChange={setText} views={views} error={error} />
        )}
        {needed.map((column) => (
          <Field
            key={column.name}
            label={column.name}
            hint={column.is_key ? undefined : t("look_up.request_hint")}
            optionalLabel={column.type}
            error={fieldError(column)}
            required={column.is_key}
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                inputMode={MODES[column.type]}
                value={keys[column.name] ?? ""}
                onChange={(event) => setKeys({ ...keys, [column.name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {isTried && needed.length === 0 ? (
          <p role="alert" className="text-danger text-sm">
            {t("look_up.no_keys")}
          </p>
        ) : null}
        <Button type="submit" variant="primary" icon={Search} className="justify-self-start">
          {t("look_up.ask")}
        </Button>
      </form>
    </Card>
  );
}

/** Shares the answer's request with the result beside the form. */
function useRefusal(question: LookUpQuestion | null) {
  const nothing: LookUpQuestion = { entities: {} };
  const { error } = useQuery({ ...featureQueries.lookUp(question ?? nothing), enabled: question !== null });
  return { error: error instanceof ApiError ? error : null };
}
