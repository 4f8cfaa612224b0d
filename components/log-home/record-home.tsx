"use client";
import { useQuery } from "@tanstack/react-query";
import { FileCode2, ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { pageOfField } from "@/components/log-search/attribute-links";
import { codeHref, codeSourceOf } from "@/components/logs/code-source";
import { framesOfMessage } from "@/components/logs/frames";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { LogRecordView } from "@/lib/log-records/schema";
import { inputsQueries, type TaskRef, taskRefOf } from "./inputs";

const MOST_FRAMES = 8;

/** Where a line of a task comes from: its place in the task's log, the lines of code that a traceback names, and what the try was given. */
export function RecordHome({ record }: { record: LogRecordView }) {
  const t = useTranslations("log_home");
  const source = codeSourceOf(record.attributes);
  const frames = source ? framesOfMessage(record.message).slice(-MOST_FRAMES) : [];
  const line = pageOfField(record, "line") ?? pageOfField(record, "attempt");
  const task = taskRefOf(record);
  if (line === null && frames.length === 0 && task === null) return null;
  const { attempt, line: number } = record.attributes;
  return (
    <section aria-label={t("title")} className="grid w-full min-w-0 gap-1 py-1 text-xs">
      {line === null ? null : (
        <Home icon={ScrollText} href={line}>
          {typeof number === "number"
            ? t("line", { line: number, task: task?.taskId ?? "", number: String(attempt ?? "") })
            : t("attempt", { task: task?.taskId ?? "", number: String(attempt ?? "") })}
        </Home>
      )}
      {source
        ? frames.map((frame, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a recursion has the same frame twice, and the order never changes
            <Home key={at} icon={FileCode2} href={codeHref(source, frame)}>
              <span className="font-mono">
                {`${frame.path.split("/").at(-1) ?? frame.path}:${frame.line}`}
              </span>
              {frame.name === null ? null : <span className="text-fg-muted"> {frame.name}</span>}
            </Home>
          ))
        : null}
      {task ? <Inputs task={task} /> : null}
    </section>
  );
}

function Home({ icon: Icon, href, children }: { icon: typeof FileCode2; href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-6 min-w-0 items-center gap-1.5 break-all px-1 text-accent underline-offset-2 hover:underline"
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0">{children}</span>
    </Link>
  );
}

/** Loaded when they are asked for. */
function Inputs({ task }: { task: TaskRef }) {
  const t = useTranslations("log_home");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-expanded={open}
        className="justify-self-start px-1"
        onClick={() => setOpen(!open)}
      >
        {t(open ? "hide_inputs" : "show_inputs")}
      </Button>
      {open ? <InputBlocks task={task} /> : null}
    </>
  );
}

function InputBlocks({ task }: { task: TaskRef }) {
  const t = useTranslations("log_home");
  const inputs = useQuery(inputsQueries.ofTask(task));
  if (inputs.isError)
    return <ErrorState className="py-2" error={inputs.error} onRetry={() => void inputs.refetch()} />;
  if (!inputs.data) return <Skeleton className="h-16" />;
  const { params, upstream } = inputs.data;
  return (
    <div className="grid min-w-0 gap-2">
      <CodeBlock title={t("params")} code={JSON.stringify(params, null, 2)} />
      {upstream.map(({ taskId, result }) => (
        <CodeBlock
          key={taskId}
          title={t("result_of", { task: taskId })}
          code={JSON.stringify(result ?? null, null, 2)}
        />
      ))}
    </div>
  );
}
