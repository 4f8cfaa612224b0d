"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { RotateCw, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Sheet } from "@/components/ui/dialog";
import { LoadMore } from "@/components/ui/load-more";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { WebhookDelivery, WebhookView } from "@/lib/models/schema";
import { redeliver, testWebhook, webhookQueries } from "./queries";
import { useWebhookDeed } from "./use-webhook-deed";

const TONES = { pending: "info", delivered: "success", failed: "danger" } as const;

/** The messages of a webhook, the newest first, with what was answered. */
export function DeliveriesSheet({ webhook, onClose }: { webhook: WebhookView; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const pages = useInfiniteQuery(webhookQueries.deliveries(webhook.id));
  const all = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const test = useWebhookDeed(
    () => testWebhook(webhook.id),
    () => toast.success(t("test_sent")),
  );
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("messages")}
      description={<span className="break-all font-mono">{webhook.url}</span>}
    >
      <Button icon={Send} className="mb-2" busy={test.busy} onClick={() => test.run()}>
        {t("test")}
      </Button>
      <p role="alert" className="text-danger text-sm empty:hidden">
        {test.text}
      </p>
      {pages.isError ? (
        <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : all.length === 0 ? (
        <p className="py-6 text-center text-fg-muted text-sm">{pages.isPending ? "" : t("no_messages")}</p>
      ) : (
        <ol className="grid">
          {all.map((delivery) => (
            <Delivery key={delivery.id} webhook={webhook.id} delivery={delivery} />
          ))}
        </ol>
      )}
      {pages.hasNextPage ? (
        <LoadMore
          shown={all.length}
          hasMore
          busy={pages.isFetchingNextPage}
          onMore={() => void pages.fetchNextPage()}
        />
      ) : null}
    </Sheet>
  );
}

function Delivery({ webhook, delivery }: { webhook: string; delivery: WebhookDelivery }) {
  const t = useTranslations("webhooks");
  const again = useWebhookDeed(
    () => redeliver(webhook, delivery.id),
    () => toast.success(t("sent_again")),
  );
  const { state, attempts, last_status: status, last_answer: answer, next_at: next } = delivery;
  return (
    <li className="grid gap-1.5 border-b py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge tone={TONES[state]}>{t(`delivery.${state}`)}</Badge>
        <code className="break-all">{delivery.type}</code>
        <span className="text-fg-subtle text-xs">
          <RelativeTime at={delivery.created_at} />
        </span>
        {state === "pending" ? null : (
          <Button size="sm" icon={RotateCw} className="ml-auto" busy={again.busy} onClick={() => again.run()}>
            {t("send_again")}
          </Button>
        )}
      </div>
      <p className="break-words text-fg-muted text-xs">
        {[t("attempts", { count: attempts }), status === null ? null : `HTTP ${status}`, answer || null]
          .filter((part) => part !== null)
          .join(" · ")}
        {state === "pending" && next && attempts > 0 ? (
          <>
            {` · ${t("next_attempt")} `}
            <RelativeTime at={next} />
          </>
        ) : null}
      </p>
      <p role="alert" className="text-danger text-xs empty:hidden">
        {again.text}
      </p>
      <details className="text-sm">
        <summary className="cursor-pointer text-fg-muted text-xs">{t("body")}</summary>
        <CodeBlock code={delivery.body} wrap className="mt-1.5" />
      </details>
    </li>
  );
}
