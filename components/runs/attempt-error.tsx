"use client";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { AttemptView } from "@/lib/runs/schema";

/** Why an attempt failed, in words, with the way out when there is one; the worker's own words below. */
export function AttemptError({ attempt }: { attempt: AttemptView }) {
  const t = useTranslations("runs.error_code");
  const { error_code: code, error_detail: detail } = attempt;
  if (!code && !detail) return null;
  const known = code !== null && t.has(code as "exit_code") ? t(code as "exit_code") : null;
  return (
    <div
      role="note"
      className="flex gap-2 rounded-md border border-danger/30 bg-danger-soft px-3 py-2 text-sm [overflow-wrap:anywhere]"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0">
        <p className="font-medium text-danger">
          {known ?? detail} {code ? <code className="font-normal text-xs">{code}</code> : null}
        </p>
        {known && detail ? <p className="whitespace-pre-wrap text-fg-muted text-xs">{detail}</p> : null}
      </div>
    </div>
  );
}
