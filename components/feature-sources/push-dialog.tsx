"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { isKept } from "@/components/features/areas";
import { DefinitionDialog, TextField } from "@/components/features/definition-dialog";
import { featureQueries } from "@/components/features/queries";
import { useSaveDefinition } from "@/components/features/use-save-definition";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { replyOf } from "@/lib/client/api";
import type { FeatureViewView } from "@/lib/features/schema";
import { KindField, type SourceKindChoice } from "./kind-field";

type Props = { onKind: (kind: SourceKindChoice) => void; onClose: () => void };

/** The name under which rows are pushed into a view. */
export function PushDialog({ onKind, onClose }: Props) {
  const t = useTranslations("features");
  const views = (useQuery(featureQueries.views()).data?.data ?? []).filter((view) => !isKept(view));
  const [viewName, setViewName] = useState("");
  const [name, setName] = useState("");
  const view = views.find((one) => one.name === viewName) ?? null;
  return (
    <PushForm
      key={viewName}
      view={view}
      name={name}
      onName={setName}
      onClose={onClose}
      choice={
        <>
          <KindField value="push" onChange={onKind} withPush />
          <Field label={t("sources.view")} hint={t("sources.view_hint")} required>
            {({ id, "aria-describedby": describedBy }) => (
              <Select
                id={id}
                aria-describedby={describedBy}
                value={viewName || undefined}
                placeholder={t(views.length === 0 ? "views.empty_title" : "sources.view_choose")}
                disabled={views.length === 0}
                onChange={setViewName}
                options={views.map((one) => ({ value: one.name, label: one.name }))}
              />
            )}
          </Field>
        </>
      }
    />
  );
}

type FormProps = {
  view: FeatureViewView | null;
  name: string;
  onName: (name: string) => void;
  onClose: () => void;
  choice: ReactNode;
};

/** Saves against the version of the chosen view. */
function PushForm({ view, name, onName, onClose, choice }: FormProps) {
  const t = useTranslations("features");
  const [isTried, setTried] = useState(false);
  const { save, busy, standing, field, general } = useSaveDefinition({
    area: "views",
    reply: replyOf<typeof FeatureViewView>(),
    target: view,
    savedText: (saved) => t("saved", { name: saved }),
    onSaved: onClose,
  });
  return (
    <DefinitionDialog
      title={t("sources.create")}
      busy={busy}
      standing={
        standing && [{ label: t("push_source"), value: standing.push_source ?? t("push_source_none") }]
      }
      general={general ?? (isTried && !view ? t("sources.view_needed") : undefined)}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (view) save({ push_source: name.trim() });
      }}
    >
      {choice}
      <TextField
        label={t("sources.push_name")}
        hint={t("push_source_hint")}
        error={field("/push_source")}
        value={name}
        onChange={onName}
      />
    </DefinitionDialog>
  );
}
