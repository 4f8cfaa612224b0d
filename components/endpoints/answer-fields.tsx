"use client";
import { useTranslations } from "next-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { RemoteFields } from "./remote-fields";
import type { Remote, Standing } from "./standing";
import { VariantFields } from "./variant-fields";

export type TypedAnswer = { model: string; standing: Standing; remote: Remote | null };
type Props = { value: TypedAnswer; error: string | undefined; onChange: (value: TypedAnswer) => void };

const NO_REMOTE: Remote = { url: "", model: "", columns: null };

/** What a variant stands for: a model of the registry, or of another server. */
export function AnswerFields({ value, error, onChange }: Props) {
  const t = useTranslations("endpoints.remote");
  const { model, standing, remote } = value;
  return (
    <div className="grid gap-3">
      <SegmentedControl
        label={t("where")}
        className="justify-self-start"
        value={remote ? "remote" : "registered"}
        onChange={(where) =>
          onChange(
            where === "remote"
              ? { model: "", standing: "", remote: remote ?? NO_REMOTE }
              : { model: remote ? "" : model, standing: remote ? "" : standing, remote: null },
          )
        }
        options={(["registered", "remote"] as const).map((where) => ({
          value: where,
          label: t(`wheres.${where}`),
        }))}
      />
      {remote ? (
        <RemoteFields
          remote={remote}
          error={error}
          onChange={(next) => onChange({ ...value, remote: next })}
        />
      ) : (
        <VariantFields
          model={model}
          standing={standing}
          error={error}
          onChange={(nextModel, next) => onChange({ model: nextModel, standing: next, remote: null })}
        />
      )}
    </div>
  );
}
