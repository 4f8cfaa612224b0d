"use client";
import { useTranslations } from "next-intl";
import { AbsoluteTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { PredictionView } from "@/lib/predictions/schema";

const MOST_SHOWN = 100;

/** What was asked and answered, row by row, and what came true; tensors as they are. */
export function RowsCard({ prediction }: { prediction: PredictionView }) {
  const t = useTranslations("predictions");
  const { request, given, response, feedback } = prediction;
  if (!Array.isArray(request))
    return (
      <Card title={t("asked_and_answered")}>
        <div className="grid gap-3">
          <CodeBlock title={t("asked")} code={JSON.stringify(request, null, 2)} />
          {response ? <CodeBlock title={t("answered")} code={JSON.stringify(response, null, 2)} /> : null}
          <Labels feedback={feedback} />
        </div>
      </Card>
    );
  const shown = request.slice(0, MOST_SHOWN);
  const last = Math.max(shown.length, ...feedback.map(({ row }) => row + 1));
  const rows = Array.from({ length: Math.min(last, MOST_SHOWN) }, (_, at) => at);
  return (
    <Card
      title={t("asked_and_answered")}
      description={request.length > shown.length ? t("first_rows", { count: shown.length }) : undefined}
      flush
    >
      <Table label={t("asked_and_answered")}>
        <thead>
          <tr>
            <Th>{t("row")}</Th>
            <Th>{t("asked")}</Th>
            {given ? <Th>{t("given")}</Th> : null}
            <Th>{t("answered")}</Th>
            <Th>{t("came_true")}</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row}>
              <Td className="nums w-0 align-top">{row}</Td>
              <Td className="align-top">
                <Json value={request[row]} />
              </Td>
              {given ? (
                <Td className="align-top">
                  <Json value={given[row]} />
                </Td>
              ) : null}
              <Td className="align-top">
                <Json value={response?.[row]} />
              </Td>
              <Td className="whitespace-nowrap align-top">
                <Label feedback={feedback.find((one) => one.row === row)} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

type Feedback = PredictionView["feedback"][number];

function Json({ value }: { value: unknown }) {
  if (value === undefined) return <span className="text-fg-subtle">{"–"}</span>;
  return (
    <code className="block max-h-40 min-w-40 overflow-y-auto whitespace-pre-wrap break-words text-xs leading-5">
      {JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, " ")}
    </code>
  );
}

function Label({ feedback }: { feedback: Feedback | undefined }) {
  if (!feedback) return <span className="text-fg-subtle">{"–"}</span>;
  return (
    <span className="grid">
      <code className="text-xs">{JSON.stringify(feedback.label)}</code>
      <AbsoluteTime className="text-fg-subtle text-xs" at={feedback.time ?? feedback.received_at} />
    </span>
  );
}

function Labels({ feedback }: { feedback: readonly Feedback[] }) {
  const t = useTranslations("predictions");
  if (feedback.length === 0) return null;
  return (
    <dl className="grid gap-1 text-sm">
      <dt className="text-fg-subtle text-xs">{t("came_true")}</dt>
      {feedback.map((one) => (
        <dd key={one.row} className="flex gap-3">
          <span className="nums">{one.row}</span>
          <Label feedback={one} />
        </dd>
      ))}
    </dl>
  );
}
