"use client";
import { useQuery } from "@tanstack/react-query";
import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import type { KeyKind } from "@/lib/experiments/schema";
import { experimentQueries } from "./queries";

const MOST_KEYS = 50;
/** As many columns as the API gives values of at once. */
const MOST_COLUMNS = 100;
const KINDS = [
  ["metrics", "metric"],
  ["params", "param"],
  ["tags", "tag"],
] as const;

type Props = {
  experimentId: string;
  chosen: readonly string[];
  /** Null: what is shown by itself. */
  onChange: (columns: string[] | null) => void;
};

/** Columns out of thousands of keys: the server finds them by a part of their name. */
export function KeyPicker({ experimentId, chosen, onChange }: Props) {
  const t = useTranslations("experiments");
  const [part, setPart] = useState("");
  const [open, setOpen] = useState(false);
  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...chosen, id].slice(0, MOST_COLUMNS) : chosen.filter((one) => one !== id));
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={t("columns")}
      className="w-80"
      trigger={<IconButton icon={Columns3} label={t("columns")} variant="secondary" />}
    >
      <div className="grid gap-3">
        <SearchInput
          label={t("find_key")}
          clearLabel={t("search_clear")}
          className="w-full"
          value={part}
          onChange={setPart}
        />
        {KINDS.map(([prefix, kind]) => (
          <Keys
            key={kind}
            title={t(prefix)}
            {...{ experimentId, prefix, kind, part, chosen }}
            onToggle={toggle}
          />
        ))}
        <div className="flex justify-between gap-2">
          <Button size="sm" variant="ghost" onClick={() => onChange([])}>
            {t("no_columns")}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => onChange(null)}>
            {t("usual_columns")}
          </Button>
        </div>
      </div>
    </Popover>
  );
}

type KeysProps = {
  experimentId: string;
  title: string;
  prefix: string;
  kind: KeyKind;
  part: string;
  chosen: readonly string[];
  onToggle: (id: string, on: boolean) => void;
};

function Keys({ experimentId, title, prefix, kind, part, chosen, onToggle }: KeysProps) {
  const t = useTranslations("experiments");
  const { data } = useQuery(experimentQueries.keys(experimentId, kind, part, MOST_KEYS));
  if (!data || data.data.length === 0) return null;
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="mb-1 text-fg-subtle text-xs">{title}</legend>
      {data.data.map((key) => (
        <Checkbox
          key={key}
          className="min-h-6 [&_label]:break-all [&_label]:font-mono [&_label]:text-xs [&_label]:leading-5"
          label={key}
          checked={chosen.includes(`${prefix}.${key}`)}
          onChange={(on) => onToggle(`${prefix}.${key}`, on)}
        />
      ))}
      {data.has_more ? <p className="text-fg-subtle text-xs">{t("more_keys")}</p> : null}
    </fieldset>
  );
}
