"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Play, Sparkles } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, useErrorText } from "@/components/ui/states";
import type { EndpointContract } from "@/lib/endpoints/schema";
import { AnswerCard } from "./answer-card";
import { ask, contractQuery } from "./ask";
import { CopyCode } from "./copy-code";
import { RowForm } from "./row-form";
import { bodyText, firstRow, rowOf, type TypedRow, typedOf } from "./typed-row";

const MODES = ["form", "json"] as const;

/** Asks the endpoint as a client would, with a form made of the model's signature. */
export function Playground({ name, origin }: { name: string; origin: string }) {
  const t = useTranslations("endpoints");
  const contract = useQuery(contractQuery(name));
  if (contract.isPending)
    return (
      <Card title={t("playground.loading")}>
        <TableSkeleton rows={4} label={t("playground.loading")} />
      </Card>
    );
  if (!contract.data)
    return (
      <ErrorState
        error={contract.error}
        onRetry={() => void contract.refetch()}
        retrying={contract.isFetching}
      />
    );
  return <Question contract={contract.data} origin={origin} />;
}

function Question({ contract, origin }: { contract: EndpointContract; origin: string }) {
  const t = useTranslations("endpoints");
  const client = useQueryClient();
  const errorText = useErrorText();
  const { name, inputs, example, rows, why, model } = contract;
  const [mode, setMode] = useQueryState("mode", parseAsStringLiteral(MODES).withDefault("form"));
  const [typed, setTyped] = useState<TypedRow>({});
  const [raw, setRaw] = useState(() => bodyText([example ?? {}]));
  const isForm = mode === "form" && rows !== "none";
  const body = isForm ? bodyText([rowOf(inputs, typed)]) : raw;
  const asking = useMutation({
    mutationFn: (sent: string) => ask(name, sent),
    onSettled: () => client.invalidateQueries({ queryKey: ["endpoints", "states"] }),
  });
  const names = isForm ? inputs.map((input) => input.name) : [];
  const choose = (next: (typeof MODES)[number]) => {
    // What was typed goes along.
    const row = next === "form" ? firstRow(raw) : null;
    if (row) setTyped(typedOf(inputs, row));
    if (next === "json" && Object.keys(typed).length > 0) setRaw(body);
    asking.reset();
    void setMode(next);
  };
  const fill = () => {
    if (!example) return;
    if (isForm) setTyped(typedOf(inputs, example));
    else setRaw(bodyText([example]));
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card
        title={t("playground.question")}
        description={t("playground.answered_by", { model: model.name, number: model.version })}
        actions={
          rows === "none" ? null : (
            <SegmentedControl
              label={t("playground.mode")}
              value={mode}
              onChange={choose}
              options={MODES.map((value) => ({ value, label: t(`playground.modes.${value}`) }))}
            />
          )
        }
      >
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!asking.isPending) asking.mutate(body);
          }}
        >
          {why === null ? null : <p className="text-sm text-warning">{t("playground.no_rows", { why })}</p>}
          {isForm ? (
            <RowForm inputs={inputs} typed={typed} faults={asking.data?.faults ?? []} onChange={setTyped} />
          ) : (
            <Field
              label={t("playground.body")}
              hint={t("playground.body_hint", { count: contract.max_rows })}
            >
              {(control) => (
                <Textarea
                  {...control}
                  rows={14}
                  spellCheck={false}
                  className="font-mono text-xs"
                  value={raw}
                  onChange={(event) => setRaw(event.target.value)}
                />
              )}
            </Field>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" variant="primary" icon={Play} busy={asking.isPending}>
              {t("playground.send")}
            </Button>
            {example ? (
              <Button icon={Sparkles} onClick={fill}>
                {t("playground.fill")}
              </Button>
            ) : null}
            <CopyCode url={`${origin}/predict/${name}`} body={body} />
          </div>
        </form>
      </Card>
      {asking.data ? (
        <AnswerCard asked={asking.data} inputs={names} />
      ) : asking.error ? (
        <p role="alert" className="py-2 text-danger text-sm">
          {errorText(asking.error).text}
        </p>
      ) : (
        <p className="py-2 text-fg-muted text-sm">{t("playground.intro")}</p>
      )}
    </div>
  );
}
