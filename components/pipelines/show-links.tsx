"use client";
import { useLocale, useTranslations } from "next-intl";
import { SelectLink } from "@/components/ui/select-link";
import { cn } from "@/lib/client/cn";
import { number } from "@/lib/client/format";
import { SHOWS, type Show } from "./list-model";

type Props = {
  counts: Record<Show | "all", number> | undefined;
  chosen: Show | null;
  onChoose: (show: Show | null) => void;
};

/** Failing, running, active and paused pipelines with how many there are. Each is a link to them. */
export function ShowLinks({ counts, chosen, onChoose }: Props) {
  const t = useTranslations("pipelines");
  const locale = useLocale();
  return (
    <ul aria-label={t("show.label")} className="-mx-1 flex min-w-0 flex-wrap gap-0.5 px-1">
      {([null, ...SHOWS] as const).map((show) => {
        const count = counts?.[show ?? "all"];
        return (
          <li key={show ?? "all"}>
            <SelectLink
              href={show === null ? "/pipelines" : `/pipelines?show=${show}`}
              onSelect={() => onChoose(show)}
              aria-current={chosen === show ? "true" : undefined}
              className={cn(
                "inline-flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-fg-muted text-sm hover:bg-surface-2 hover:text-fg",
                chosen === show && "bg-surface-3 font-medium text-fg hover:bg-surface-3",
              )}
            >
              {t(`show.${show ?? "all"}`)}
              {count === undefined ? null : (
                <span className={cn("nums", show === "failing" && count > 0 && "font-semibold text-danger")}>
                  {number(count, locale)}
                </span>
              )}
            </SelectLink>
          </li>
        );
      })}
    </ul>
  );
}
