"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SearchInput } from "@/components/ui/input";
import { experimentQueries } from "./queries";
import { fieldName } from "./run-columns";

const ATTRIBUTES = ["run_name", "status", "user_id", "start_time", "end_time", "run_id"];
const OPERATORS = ["=", "!=", ">", ">=", "<", "<=", "LIKE", "ILIKE", "IN", "IS NULL", "AND", "OR", "NOT"];
const MOST_KEYS = 12;

/** Names and operators of the language, to be put into the line by a click. */
export function FilterHints({
  experimentId,
  onInsert,
}: {
  experimentId: string;
  onInsert: (text: string) => void;
}) {
  const t = useTranslations("experiments");
  const [part, setPart] = useState("");
  const metrics = useQuery(experimentQueries.keys(experimentId, "metric", part, MOST_KEYS));
  const params = useQuery(experimentQueries.keys(experimentId, "param", part, MOST_KEYS));
  const tags = useQuery(experimentQueries.keys(experimentId, "tag", part, MOST_KEYS));
  const names = (kind: "metrics" | "params" | "tags", keys: readonly string[] = []) =>
    keys.map((key) => fieldName(`${kind}.${key}`));
  const groups = [
    { title: t("operators"), texts: OPERATORS },
    { title: t("attributes"), texts: ATTRIBUTES.map((name) => `attributes.${name}`) },
    { title: t("metrics"), texts: names("metrics", metrics.data?.data) },
    { title: t("params"), texts: names("params", params.data?.data) },
    { title: t("tags"), texts: names("tags", tags.data?.data) },
  ];
  return (
    <div className="grid gap-3">
      <p className="text-fg-muted text-xs">{t("filter_text")}</p>
      <code className="block text-xs">{t("filter_example")}</code>
      <SearchInput
        label={t("find_key")}
        clearLabel={t("search_clear")}
        className="w-full"
        value={part}
        onChange={setPart}
      />
      {groups.map(({ title, texts }) =>
        texts.length === 0 ? null : (
          <section key={title} aria-label={title} className="grid gap-1">
            <h3 className="text-fg-subtle text-xs">{title}</h3>
            <div className="flex flex-wrap gap-1">
              {texts.map((text) => (
                <button
                  key={text}
                  type="button"
                  onClick={() => onInsert(text)}
                  className="min-h-6 max-w-full truncate rounded-sm bg-surface-3 px-1.5 font-mono text-2xs text-fg-muted hover:text-fg"
                >
                  {text}
                </button>
              ))}
            </div>
          </section>
        ),
      )}
    </div>
  );
}
