"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { replyOf } from "@/lib/client/api";
import type { FeatureServiceView } from "@/lib/features/schema";
import { DefinitionDialog, TextField } from "./definition-dialog";
import { DescribedFields, useDescribed, useStandingRows } from "./described-fields";
import { FeaturesField } from "./features-field";
import { linesOf } from "./form-texts";
import { useReferable } from "./use-referable";
import { useSaveDefinition } from "./use-save-definition";

type Props = { target: FeatureServiceView | null; onClose: () => void };

/** A new service (null), or a change of one. */
export function ServiceDialog({ target, onClose }: Props) {
  const t = useTranslations("features");
  const standingRows = useStandingRows();
  const views = useReferable();
  const [name, setName] = useState("");
  const [text, setText] = useState(target?.features.join("\n") ?? "");
  const described = useDescribed(target);
  const { save, busy, standing, error, field, under, general } = useSaveDefinition({
    area: "services",
    reply: replyOf<typeof FeatureServiceView>(),
    target,
    savedText: (saved) => t("saved", { name: saved }),
    onSaved: onClose,
  });
  return (
    <DefinitionDialog
      title={target ? t("edit_title", { name: target.name }) : t("services.create")}
      busy={busy}
      standing={
        standing && [{ label: t("features"), value: standing.features.join(", ") }, ...standingRows(standing)]
      }
      general={general}
      onClose={onClose}
      onSubmit={() =>
        save({ ...(target ? {} : { name: name.trim() }), features: linesOf(text), ...described.body })
      }
    >
      {target ? null : (
        <TextField
          label={t("name")}
          hint={t("services.name_hint")}
          error={field("/name")}
          value={name}
          onChange={setName}
        />
      )}
      <FeaturesField value={text} onChange={setText} views={views} error={error} />
      <DescribedFields fields={described.fields} under={under} />
    </DefinitionDialog>
  );
}
