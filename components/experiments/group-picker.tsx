"use client";
import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { SearchInput } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { groupTitle } from "./group-names";
import { experimentQueries } from "./queries";

const ATTRIBUTES = ["attributes.status", "attributes.user_id", "attributes.run_name"];
const MOST_KEYS = 30;
const MOST_GROUPS = 3;

type Props = { experimentId: string; by: readonly string[]; onChange: (by: string[]) => void };

/** What runs are grouped by: up to three parameters, tags, metrics or attributes, in the order in which they are chosen. */
export function GroupPicker({ experimentId, by, onChange }: Props) {
  const t = useTranslations("experiment_table");
  const terms = useTranslations("experiments");
  const [open, setOpen] = useState(false);
  const [part, setPart] = useState("");
  const params = useQuery({
    ...experimentQueries.keys(experimentId, "param", part, MOST_KEYS),
    enabled: open,
  });
  const tags = useQuery({ ...experimentQueries.keys(experimentId, "tag", part, MOST_KEYS), enabled: open });
  const metrics = useQuery({
    ...experimentQueries.keys(experimentId, "metric", part, MOST_KEYS),
    enabled: open,
  });
  const named = (prefix: string, list: typeof params) =>
    list.data?.data.map((key) => `${prefix}.${key}`) ?? [];
  const lists = [
    { title: terms("params"), names: named("params", params), more: params.data?.has_more },
    { title: terms("attributes"), names: ATTRIBUTES.filter((name) => name.includes(part)), more: false },
    { title: terms("tags"), names: named("tags", tags), more: tags.data?.has_more },
    { title: terms("metrics"), names: named("metrics", metrics), more: metrics.data?.has_more },
  ];
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={t("group")}
      className="w-80"
      trigger={
        <Button icon={Layers} aria-pressed={by.length > 0}>
          {by.length === 0
            ? t("group")
            : t("grouped", { names: by.map((name) => groupTitle(name, terms)).join(", ") })}
        </Button>
      }
    >
      <div className="grid gap-3">
        <SearchInput
          label={terms("find_key")}
          clearLabel={terms("search_clear")}
          className="w-full"
          value={part}
          onChange={setPart}
        />
        {lists.map(({ title, names, more }) =>
          names.length === 0 ? null : (
            <fieldset key={title} className="grid min-w-0 gap-1">
              <legend className="mb-1 text-fg-subtle text-xs">{title}</legend>
              {names.map((name) => (
                <Checkbox
                  key={name}
                  className="min-h-6 [&_label]:break-all [&_label]:font-mono [&_label]:text-xs [&_label]:leading-5"
                  label={groupTitle(name, terms)}
                  checked={by.includes(name)}
                  disabled={by.length >= MOST_GROUPS && !by.includes(name)}
                  onChange={(on) => onChange(on ? [...by, name] : by.filter((one) => one !== name))}
                />
              ))}
              {more ? <p className="text-fg-subtle text-xs">{terms("more_keys")}</p> : null}
            </fieldset>
          ),
        )}
        <Button size="sm" variant="ghost" onClick={() => onChange([])} disabled={by.length === 0}>
          {t("no_groups")}
        </Button>
      </div>
    </Popover>
  );
}
