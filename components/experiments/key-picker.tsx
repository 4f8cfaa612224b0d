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
      className="w-96"
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
        <div key={key} className="flex min-w-0 items-start justify-between gap-2">
          <Checkbox
            className="min-h-6 min-w-0 [&_label]:break-all [&_label]:font-mono [&_label]:text-xs [&_label]:leading-5"
            label={key}
            checked={chosen.includes(`${prefix}.${key}`)}
            onChange={(on) => onToggle(`${prefix}.${key}`, on)}
          />
          {kind === "metric" ? <OtherPoints name={key} chosen={chosen} onToggle={onToggle} /> : null}
        </div>
      ))}
      {data.has_more ? <p className="text-fg-subtle text-xs">{t("more_keys")}</p> : null}
    </fieldset>
  );
}

/** The least, the greatest and the first value of a metric, as columns beside its last one. */
function OtherPoints({ name, chosen, onToggle }: Pick<KeysProps, "chosen" | "onToggle"> & { name: string }) {
  const t = useTranslations("experiment_table");
  return (
    <span className="flex shrink-0 gap-0.5">
      {(["min", "max", "first"] as const).map((kind) => {
        const id = `${kind}.${name}`;
        const isOn = chosen.includes(id);
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={isOn}
            aria-label={t(`point_of.${kind}`, { key: name })}
            onClick={() => onToggle(id, !isOn)}
            className="min-h-6 rounded-sm px-1.5 text-2xs text-fg-subtle hover:bg-surface-3 aria-pressed:bg-accent-soft aria-pressed:text-accent"
          >
            {t(`points.${kind}`)}
          </button>
        );
      })}
    </span>
  );
}
