"use client";
import { GitCompareArrows } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { MOST_RUNS } from "@/lib/comparison/values";
import { compareHref } from "./queries";

/** Opens the compare page of the selected runs, also by the key c. */
export function CompareButton({ runIds }: { runIds: readonly string[] }) {
  const t = useTranslations("comparison");
  const router = useRouter();
  const isPossible = runIds.length >= 2 && runIds.length <= MOST_RUNS;
  const href = compareHref(runIds);
  useHotkeys(isPossible ? [{ keys: "KeyC", label: t("compare"), run: () => router.push(href) }] : []);
  if (!isPossible)
    return (
      <Button size="sm" icon={GitCompareArrows} disabled title={t("how_many", { most: MOST_RUNS })}>
        {t("compare")}
      </Button>
    );
  return (
    <Button size="sm" asChild>
      <Link href={href}>
        <GitCompareArrows aria-hidden />
        {t("compare")}
      </Link>
    </Button>
  );
}
