"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { TypedSticky } from "./rollout";

const WAYS = ["none", "column", "header", "parameter"] as const;

type Props = { sticky: TypedSticky; error: string | undefined; onChange: (sticky: TypedSticky) => void };

/** Which requests meet the same variant each time. */
export function StickyFields({ sticky, error, onChange }: Props) {
  const t = useTranslations("endpoints");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t("sticky")} hint={t("sticky_hint")} error={sticky.by === "none" ? error : undefined}>
        {({ id, "aria-describedby": describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={sticky.by}
            onChange={(next) => onChange({ ...sticky, by: WAYS.find((way) => way === next) ?? "none" })}
            options={WAYS.map((way) => ({ value: way, label: t(`sticky_by.${way}`) }))}
          />
        )}
      </Field>
      {sticky.by === "none" ? null : (
        <Field label={t("sticky_name")} error={error} required>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={sticky.name}
              onChange={(event) => onChange({ ...sticky, name: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
