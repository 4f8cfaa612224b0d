"use client";
import { useMutation } from "@tanstack/react-query";
import { Repeat2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { PredictionView, ReplayAnswer } from "@/lib/predictions/schema";
import { replay } from "./queries";

const TONE = { same: "success", different: "warning", failed: "danger", not_replayed: "neutral" } as const;

/** The same request, with the features that it had, answered again by any version of the model. */
export function ReplayCard({ prediction }: { prediction: PredictionView }) {
  const t = useTranslations("predictions");
  const errorText = useErrorText();
  const { id, model } = prediction;
  const [version, setVersion] = useState(String(model.version));
  const isVersion = /^[1-9]\d{0,8}$/.test(version);
  const again = useMutation({ mutationFn: () => replay(id, { version: Number(version) }) });
  return (
    <Card title={t("replay")} description={t("replay_text")}>
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (isVersion) again.mutate();
        }}
      >
        <span className="text-fg-muted text-sm">{t("version_label", { name: model.name })}</span>
        <Input
          className="w-24"
          inputMode="numeric"
          aria-label={t("version_label", { name: model.name })}
          aria-invalid={!isVersion}
          value={version}
          onChange={(event) => setVersion(event.target.value)}
        />
        <Button type="submit" icon={Repeat2} busy={again.isPending} disabled={!isVersion}>
          {t("replay_button")}
        </Button>
      </form>
      <div role="status" className="grid gap-3 empty:hidden [&>*]:mt-3">
        {again.isError ? (
          <p className="break-words text-danger text-sm">{errorText(again.error).text}</p>
        ) : null}
        {again.data ? <Result answer={again.data} /> : null}
      </div>
    </Card>
  );
}

function Result({ answer }: { answer: ReplayAnswer }) {
  const t = useTranslations("predictions");
  const [one] = answer.data;
  if (!one) return null;
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={TONE[one.result]}>{t(`replayed.${one.result}`)}</Badge>
        <span className="text-fg-muted">
          {one.result === "same" ? t("bit_for_bit", one.answered_by) : t("version_of", one.answered_by)}
        </span>
      </p>
      {one.reason ? <p className="break-words text-sm">{one.reason}</p> : null}
      {one.changes.length > 0 ? (
        <Table label={t("replay")}>
          <thead>
            <tr>
              <Th>{t("row")}</Th>
              <Th>{t("output")}</Th>
              <Th className="text-right">{t("before")}</Th>
              <Th className="text-right">{t("after")}</Th>
              <Th className="text-right">{t("difference")}</Th>
            </tr>
          </thead>
          <tbody>
            {one.changes.map(({ row, path, before, after, difference }) => (
              <Tr key={`${row}-${path}`}>
                <Td className="nums w-0">{row}</Td>
                <Td>
                  <code className="text-xs">{path}</code>
                </Td>
                <Td className="nums text-right">{JSON.stringify(before)}</Td>
                <Td className="nums text-right">{JSON.stringify(after)}</Td>
                <Td className="nums text-right">
                  {difference === null
                    ? null
                    : `${difference > 0 ? "+" : ""}${Number(difference.toPrecision(4))}`}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </div>
  );
}
