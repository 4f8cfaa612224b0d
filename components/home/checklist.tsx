"use client";
import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toaster";
import { cn } from "@/lib/client/cn";
import type { HomeReply } from "@/lib/home/schema";

const STEPS = [
  { id: "pipeline_loaded", href: "/pipelines" },
  { id: "run_succeeded", href: "/pipelines" },
  { id: "token_created", href: "/settings/tokens" },
  { id: "teammate_invited", href: "/settings/members" },
] as const;

const STORAGE_KEY = "gwanje.checklist";
const watchers = new Set<() => void>();

function useDismissed(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => localStorage.getItem(STORAGE_KEY) === "dismissed",
    () => true,
  );
}

function setDismissed(dismissed: boolean): void {
  if (dismissed) localStorage.setItem(STORAGE_KEY, "dismissed");
  else localStorage.removeItem(STORAGE_KEY);
  for (const watcher of watchers) watcher();
}

/** First steps, ticked by the installation's state. Hidden when all are done. */
export function Checklist({ done }: { done: HomeReply["checklist"] }) {
  const t = useTranslations("home");
  const common = useTranslations("common");
  const dismissed = useDismissed();
  const dismiss = () => {
    setDismissed(true);
    toast.info(t("checklist_dismissed"), {
      action: { label: common("undo"), onClick: () => setDismissed(false) },
    });
  };
  const count = STEPS.filter((step) => done[step.id]).length;
  if (dismissed || count === STEPS.length) return null;
  return (
    <Card
      title={t("checklist")}
      description={t("checklist_progress", { done: count, total: STEPS.length })}
      actions={<IconButton icon={X} size="sm" label={t("checklist_dismiss")} onClick={dismiss} />}
    >
      <ul className="grid gap-1">
        {STEPS.map((step) => (
          <li key={step.id} className="flex min-h-7 items-center gap-2">
            <span
              className={cn(
                "grid size-4 shrink-0 place-items-center rounded-full border border-control",
                done[step.id] && "border-transparent bg-success text-surface",
              )}
            >
              {done[step.id] ? <Check aria-hidden className="size-3" strokeWidth={3} /> : null}
            </span>
            {done[step.id] ? (
              <span className="text-fg-subtle">
                {t(`step.${step.id}`)} <span className="sr-only">{t("step_done")}</span>
              </span>
            ) : (
              <Link href={step.href} className="hover:underline">
                {t(`step.${step.id}`)}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
