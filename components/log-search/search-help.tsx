"use client";
import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";

const EXAMPLES = [
  ["timeout user", "help_words"],
  ['"connection reset"', "help_quotes"],
  ["level>=warn", "help_levels"],
  ["service:(web or pay) -host:h1", "help_logic"],
  ["http.status >= 500", "help_numbers"],
  ["user:* path:/api*", "help_exists"],
  ["/batch [0-9]+ failed/i", "help_regex"],
] as const;

/** The language of searches, by examples. */
export function SearchHelp() {
  const t = useTranslations("discover");
  return (
    <Popover
      align="end"
      label={t("help")}
      className="w-104"
      trigger={<IconButton icon={CircleHelp} label={t("help")} />}
    >
      <dl className="grid gap-2 text-sm">
        {EXAMPLES.map(([text, key]) => (
          <div key={key} className="grid gap-0.5">
            <dt>
              <code className="rounded-sm bg-surface-3 px-1 py-0.5 text-xs">{text}</code>
            </dt>
            <dd className="text-fg-muted text-xs">{t(key)}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
