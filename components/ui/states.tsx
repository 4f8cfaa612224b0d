"use client";
import { CircleAlert, FilterX, Inbox, Lock, RefreshCw, Trash2, WifiOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTimeZone } from "@/components/time/clock";
import { ApiError } from "@/lib/client/api";
import { cn } from "@/lib/client/cn";
import { absoluteTime } from "@/lib/client/format";
import { Button } from "./button";
import { CodeBlock } from "./code-block";
import { Id } from "./id";

type FrameProps = {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  role?: "alert" | "status" | undefined;
  className?: string | undefined;
};

function Frame({ icon, title, children, actions, role, className }: FrameProps) {
  return (
    <div
      role={role}
      className={cn(
        "mx-auto flex w-full min-w-0 max-w-lg flex-col items-center gap-3 px-4 py-12 text-center",
        className,
      )}
    >
      <span className="grid size-10 place-items-center rounded-lg border bg-surface text-fg-subtle shadow-card [&_svg]:size-5">
        {icon}
      </span>
      <h2 className="font-semibold text-base">{title}</h2>
      {children ? <div className="w-full text-balance text-fg-muted text-sm">{children}</div> : null}
      {actions ? <div className="flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}

type EmptyStateProps = {
  /** An element such as `<Inbox aria-hidden />`: server pages may pass it. */
  icon?: ReactNode;
  title: ReactNode;
  /** One sentence: what will appear here, and when. */
  description?: ReactNode;
  action?: ReactNode;
  snippet?: string | undefined;
  snippetTitle?: string | undefined;
  className?: string | undefined;
};

/** There is no data yet. */
export function EmptyState({
  icon = <Inbox aria-hidden />,
  title,
  description,
  action,
  snippet,
  snippetTitle,
  className,
}: EmptyStateProps) {
  return (
    <Frame icon={icon} title={title} actions={action} className={className}>
      {description}
      {snippet ? <CodeBlock code={snippet} title={snippetTitle} className="mt-4 text-left" /> : null}
    </Frame>
  );
}

/** There is data, but none matches the filters, which are named. */
export function FilterEmpty({ filters, onClear }: { filters: readonly string[]; onClear: () => void }) {
  const t = useTranslations("common");
  const format = useFormatter();
  return (
    <Frame
      icon={<FilterX aria-hidden />}
      title={t("filter_empty")}
      role="status"
      actions={<Button onClick={onClear}>{t("clear_filters")}</Button>}
    >
      {filters.length > 0 ? t("filter_empty_detail", { filters: format.list([...filters]) }) : null}
    </Frame>
  );
}

/** Text for a failed call: our message for its code, the reason if known, and `text`, the more specific of both. */
export function useErrorText(): (error: unknown) => {
  title: string;
  detail: string;
  text: string;
  requestId: string | null;
  status: number | null;
} {
  const t = useTranslations("common.error");
  return (error) => {
    if (!(error instanceof ApiError)) {
      const detail = error instanceof Error ? error.message : "";
      return { title: t("UNKNOWN"), detail, text: detail || t("UNKNOWN"), requestId: null, status: null };
    }
    const title = t.has(error.code as "UNKNOWN") ? t(error.code as "UNKNOWN") : t("UNKNOWN");
    const detail = error.message === error.code ? "" : error.message;
    return {
      title,
      detail,
      text: detail || title,
      requestId: error.requestId,
      status: error.status || null,
    };
  };
}

type ErrorStateProps = {
  error: unknown;
  onRetry?: (() => void) | undefined;
  retrying?: boolean | undefined;
  className?: string | undefined;
};

/** A refusal names the role that may grant access, a missing thing says that it is gone, and other errors offer to retry. */
export function ErrorState({ error, onRetry, retrying, className }: ErrorStateProps) {
  const t = useTranslations("common");
  const { title, detail, requestId, status } = useErrorText()(error);
  if (error instanceof ApiError && error.code === "FORBIDDEN") return <ForbiddenState detail={detail} />;
  if (error instanceof ApiError && error.code === "NOT_FOUND") return <DeletedState detail={detail} />;
  return (
    <Frame
      icon={<CircleAlert aria-hidden />}
      title={title}
      role="alert"
      className={className}
      actions={
        onRetry ? (
          <Button icon={RefreshCw} onClick={onRetry} busy={retrying}>
            {t("retry")}
          </Button>
        ) : null
      }
    >
      {detail ? <p className="break-words">{detail}</p> : null}
      {requestId || status ? (
        <details className="mt-2 text-fg-subtle text-xs">
          <summary>{t("details")}</summary>
          <p className="mt-1">
            {status ? t("http_status", { status }) : null} {requestId ? <Id id={requestId} full /> : null}
          </p>
        </details>
      ) : null}
    </Frame>
  );
}

export function ForbiddenState({ detail }: { detail?: string | undefined }) {
  const t = useTranslations("common");
  return (
    <Frame icon={<Lock aria-hidden />} title={t("forbidden")} role="alert">
      <p>{t("forbidden_detail")}</p>
      {detail ? <p className="mt-1 text-fg-subtle text-xs">{detail}</p> : null}
    </Frame>
  );
}

/** The page of a thing that is gone; `action` links to the list. */
export function DeletedState({
  title,
  detail,
  action,
}: {
  title?: string | undefined;
  detail?: ReactNode;
  action?: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <Frame icon={<Trash2 aria-hidden />} title={title ?? t("deleted")} actions={action}>
      {detail ?? t("deleted_detail")}
    </Frame>
  );
}

/** The shown data is old, because the latest request failed. */
export function StaleBanner({ asOf, onRetry }: { asOf: Date; onRetry?: (() => void) | undefined }) {
  const t = useTranslations("common");
  const zone = useTimeZone();
  return (
    <div
      role="status"
      className="flex min-h-8 flex-wrap items-center gap-2 rounded-md bg-warning-soft px-3 py-1 text-sm text-warning"
    >
      <WifiOff aria-hidden className="size-3.5 shrink-0" />
      <span className="flex-1">
        {t("stale", {
          time: absoluteTime(asOf, zone).slice(11),
        })}
      </span>
      {onRetry ? (
        <Button size="sm" variant="ghost" onClick={onRetry} className="text-warning hover:text-warning">
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}
