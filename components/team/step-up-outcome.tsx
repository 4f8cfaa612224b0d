"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { toast } from "@/components/ui/toaster";

const PARAM = "step_up";
const REFUSALS = ["not_fresh", "other_person", "round_gone", "time_missing"] as const;

/** Where a provider's answer returns to; the server takes this address for the wish to confirm that it is them. */
export function stepUpPath(): string {
  const { pathname, search } = window.location;
  return `/step-up?page=${encodeURIComponent(pathname + search)}`;
}

/** Says, on the page to which a person came back from their provider, how it went; once, as the address forgets it. */
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
