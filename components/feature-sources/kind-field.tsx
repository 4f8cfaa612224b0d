"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SOURCE_KINDS } from "@/lib/features/values";

const CHOICES = [...SOURCE_KINDS, "push"] as const;
export type SourceKindChoice = (typeof CHOICES)[number];

type Props = {
  value: SourceKindChoice;
  onChange: (kind: SourceKindChoice) => void;
  withPush: boolean;
};

/** What a source is; each kind has a form of its own. */
export function KindField({ value, onChange, withPush }: Props) {
  const t = useTranslations("features.sources");
  const choices = CHOICES.filter((kind) => withPush || kind !== "push");
  return (
    <Field label={t("kind")} hint={t(`kind_hints.${value}`)}>
      {({ id, "aria-describedby": describedBy }) => (
        <Select
          id={id}
          aria-describedby={describedBy}
          value={value}
          onChange={(next) => onChange(choices.find((kind) => kind === next) ?? value)}
          options={choices.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        />
      )}
    </Field>
  );
}
