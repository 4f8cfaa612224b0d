"use client";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Duration } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorText } from "@/components/ui/states";
import { api, replyOf } from "@/lib/client/api";
import { cn } from "@/lib/client/cn";
import type { ConnectionTest, ConnectionView } from "@/lib/settings/schema";
import { addressOf } from "./connection-values";

/** Connects when it opens, and again when asked. */
export function ConnectionTestDialog({ target, onClose }: { target: ConnectionView; onClose: () => void }) {
  const t = useTranslations("settings.connections.test");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const test = useMutation({
    mutationFn: () =>
      api.post(`/connections/${encodeURIComponent(target.id)}/test`, replyOf<typeof ConnectionTest>()),
  });
  const { mutate } = test;
  useEffect(() => mutate(), [mutate]);
  const failure = test.isError ? errorText(test.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name: target.id })}
      description={addressOf(target)}
      footer={
        <>
          <Button onClick={onClose}>{common("close")}</Button>
          <Button variant="primary" busy={test.isPending} onClick={() => mutate()}>
            {t("again")}
          </Button>
        </>
      }
    >
      <div role="status" className="min-h-14 text-sm">
        {test.isPending ? (
          <>
            <span className="sr-only">{t("busy")}</span>
            <Skeleton className="h-10" />
          </>
        ) : failure ? (
          <p className="text-danger">{failure.detail ?? failure.title}</p>
        ) : test.data ? (
          <Result result={test.data} />
        ) : null}
      </div>
    </Dialog>
  );
}

function Result({ result }: { result: ConnectionTest }) {
  const t = useTranslations("settings.connections.test");
  const Icon = result.ok ? CircleCheck : CircleX;
  return (
    <div className="flex gap-2">
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-4 shrink-0", result.ok ? "text-success" : "text-danger")}
      />
      <div className="min-w-0">
        <p className="font-medium">{t(`code.${result.code}`, { status: result.status ?? 0 })}</p>
        <p className="text-fg-muted">{t.rich("took", { time: () => <Duration ms={result.took_ms} /> })}</p>
        {result.said ? (
          <p className="mt-1 font-mono text-fg-muted text-xs [overflow-wrap:anywhere]">{result.said}</p>
        ) : null}
      </div>
    </div>
  );
}
