"use client";
import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { latencyText } from "../latency-text";
import type { Asked } from "./ask";
import { otherFaults, placeText } from "./faults";

const MOST_ROWS = 50;

/** What came back: predictions with who gave them, or what is wrong with the question. */
export function AnswerCard({ asked, inputs }: { asked: Asked; inputs: readonly string[] }) {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  const { status, ms, requestId, body, faults, detail } = asked;
  const isOk = status === 200;
  const { id, model, variant, predictions } = Object(isOk ? body : null);
  const rows: unknown[] = Array.isArray(predictions) ? predictions.slice(0, MOST_ROWS) : [];
  const others = otherFaults(faults, inputs);
  return (
    <Card
      title={t("playground.answer")}
      actions={
        <>
          <Badge tone={isOk ? "success" : "danger"}>{`HTTP ${status}`}</Badge>
          <span title={t("playground.latency_text")} className="nums text-fg-muted text-xs">
            {latencyText(ms, locale)}
          </span>
        </>
      }
    >
      {/* It is read aloud when it comes. */}
      <div role="status" className="grid gap-3">
        {isOk ? (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-fg-muted text-xs">
            {typeof model?.name === "string" ? (
              <span>{t("playground.answered_by", { model: model.name, number: Number(model.version) })}</span>
            ) : null}
            {typeof variant === "string" ? <span>{t("playground.variant", { name: variant })}</span> : null}
            {typeof id === "string" ? <Id id={id} /> : requestId ? <Id id={requestId} /> : null}
          </p>
        ) : (
          <div className="grid gap-1 text-sm">
            <p className="font-medium">{detail ?? t("playground.refused")}</p>
            {others.map(({ loc, msg }) => (
              <p key={`${placeText(loc)} ${msg}`} className="break-words text-danger">
                <code className="text-xs">{placeText(loc)}</code> {msg}
              </p>
            ))}
          </div>
        )}
        {rows.length > 0 ? <Predictions rows={rows} /> : null}
      </div>
      <details className="mt-3">
        <summary className="text-fg-muted text-sm">{t("playground.whole_answer")}</summary>
        <CodeBlock className="mt-2" code={typeof body === "string" ? body : JSON.stringify(body, null, 2)} />
      </details>
    </Card>
  );
}

function Predictions({ rows }: { rows: readonly unknown[] }) {
  const t = useTranslations("endpoints");
  const names = Object.keys(Object(rows[0]));
  return (
    <div className="overflow-hidden rounded-md border">
      <Table label={t("playground.predictions")}>
        <thead>
          <tr>
            <Th className="w-10 text-right">{t("playground.row")}</Th>
            {names.map((name) => (
              <Th key={name} className="font-mono">
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <Tr key={at}>
              <Td className="nums text-right text-fg-muted">{at + 1}</Td>
              {names.map((name) => (
                <Td key={name} className="max-w-64 truncate font-mono text-xs">
                  {JSON.stringify(Object(row)[name])}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
