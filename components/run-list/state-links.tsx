"use client";
import { useLocale, useTranslations } from "next-intl";
import { SelectLink } from "@/components/ui/select-link";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { number } from "@/lib/client/format";

type Props = {
  label: string;
  states: readonly string[];
  chosen: readonly string[] | null;
  /** Missing while they are counted. */
  counts: Record<string, number> | undefined;
  /** A count of so many means so many or more. */
  atMost: number;
  hrefOf: (state: string | null) => string;
  onChoose: (state: string | null) => void;
};

/** The states of a list with how many there are of each. Each is a link to them. */
export function StateLinks({ label, states, chosen, counts, atMost, hrefOf, onChoose }: Props) {
  const t = useTranslations("run_list");
  const locale = useLocale();
  const stateLabel = useStateLabel();
  const text = (count: number, isMore: boolean) =>
    isMore ? t("or_more", { count: number(count, locale) }) : number(count, locale);
  const values = Object.values(counts ?? {});
  const all = values.reduce((sum, count) => sum + count, 0);
  const entry = (state: string | null, count: number, isMore: boolean) => {
    const active = state === null ? chosen === null : (chosen?.includes(state) ?? false);
    return (
      <li key={state ?? "all"}>
        <SelectLink
          href={hrefOf(state)}
          onSelect={() => onChoose(state)}
          aria-current={active ? "true" : undefined}
          className={cn(
            "inline-flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-fg-muted text-sm hover:bg-surface-2 hover:text-fg",
            active && "bg-surface-3 font-medium text-fg hover:bg-surface-3",
          )}
        >
          {state ? <StatusIcon state={state} className="animate-none" /> : null}
          {state ? stateLabel(state) : t("all")}
          {counts ? (
            <span className={cn("nums", state === "failed" && count > 0 && "font-semibold text-danger")}>
              {text(count, isMore)}
            </span>
          ) : null}
        </SelectLink>
      </li>
    );
  };
  return (
    <ul aria-label={label} className="-mx-1 flex min-w-0 flex-wrap gap-0.5 px-1">
      {entry(
        null,
        all,
        values.some((count) => count >= atMost),
      )}
      {states.map((state) => {
        const count = counts?.[state] ?? 0;
        return entry(state, count, count >= atMost);
      })}
    </ul>
  );
}
