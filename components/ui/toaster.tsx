"use client";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";
import { cn } from "@/lib/client/cn";
import { Button } from "./button";

type ToastKind = "success" | "error" | "info";
type ToastOptions = {
  description?: string | undefined;
  /** For example undo. */
  action?: { label: string; onClick: () => void } | undefined;
  /** Errors stay until closed unless this is given. */
  durationMs?: number | undefined;
};
type ToastEntry = ToastOptions & { id: number; kind: ToastKind; title: string };

const DEFAULT_MS = 5000;
const MAX_SHOWN = 4;
const NONE: readonly ToastEntry[] = [];

let entries = NONE;
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly ToastEntry[]): void {
  entries = next.slice(-MAX_SHOWN);
  for (const listener of listeners) listener();
}

function show(kind: ToastKind) {
  return (title: string, options: ToastOptions = {}): number => {
    lastId += 1;
    change([...entries, { ...options, id: lastId, kind, title }]);
    return lastId;
  };
}

function dismiss(id: number): void {
  change(entries.filter((entry) => entry.id !== id));
}

/** Our own, because toast packages insert styles at run time, which the content security policy refuses. */
export const toast = { success: show("success"), error: show("error"), info: show("info"), dismiss };

export function Toaster() {
  const t = useTranslations("common");
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => entries,
    () => NONE,
  );
  return (
    <section
      aria-label={t("notifications")}
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-3 z-50 flex w-88 max-w-[calc(100vw-1.5rem)] flex-col gap-2"
    >
      {shown.map((entry) => (
        <Toast key={entry.id} entry={entry} />
      ))}
    </section>
  );
}

const ICON = { success: CircleCheck, error: CircleAlert, info: Info } as const;
const TINT = { success: "text-success", error: "text-danger", info: "text-info" } as const;

function Toast({ entry }: { entry: ToastEntry }) {
  const t = useTranslations("common");
  const { id, kind, title, description, action, durationMs } = entry;
  const ms = durationMs ?? (kind === "error" ? null : DEFAULT_MS);
  useEffect(() => {
    if (ms === null) return;
    const timer = setTimeout(() => dismiss(id), ms);
    return () => clearTimeout(timer);
  }, [id, ms]);
  const Icon = ICON[kind];
  return (
    <div
      role={kind === "error" ? "alert" : undefined}
      className="pointer-events-auto flex animate-in items-start gap-2.5 rounded-lg bg-pop p-3 shadow-pop"
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", TINT[kind])} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium text-sm">{title}</p>
        {description ? <p className="break-words text-fg-muted text-xs">{description}</p> : null}
      </div>
      {action ? (
        <Button
          size="sm"
          onClick={() => {
            action.onClick();
            dismiss(id);
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <button
        type="button"
        aria-label={t("close")}
        onClick={() => dismiss(id)}
        className="-mt-0.5 -mr-1 grid size-6 shrink-0 place-items-center rounded-sm text-fg-subtle hover:bg-surface-2 hover:text-fg"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}
