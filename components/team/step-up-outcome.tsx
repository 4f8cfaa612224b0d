"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { toast } from "@/components/ui/toaster";

const PARAM = "step_up";
const REFUSALS = ["not_fresh", "other_person", "round_gone", "time_missing"] as const;

/** The address to which the provider returns; the server takes it as the wish to confirm. */
export function stepUpPath(): string {
  const { pathname, search } = window.location;
  return `/step-up?page=${encodeURIComponent(pathname + search)}`;
}

/** Shows the outcome once, after the person returned from the provider; then it is removed from the URL. */
export function StepUpOutcome() {
  const t = useTranslations("team.step_up");
  useEffect(() => {
    const url = new URL(window.location.href);
    const outcome = url.searchParams.get(PARAM);
    if (outcome === null) return;
    url.searchParams.delete(PARAM);
    window.history.replaceState(window.history.state, "", url);
    if (outcome === "done") toast.success(t("done"));
    else toast.error(t(`refused.${REFUSALS.find((known) => known === outcome) ?? "failed"}`));
  }, [t]);
  return null;
}
