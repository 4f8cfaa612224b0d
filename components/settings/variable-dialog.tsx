"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { replyOf } from "@/lib/client/api";
import type { VariableView } from "@/lib/settings/schema";
import { GeneralError, StaleNotice } from "./form-notices";
import { useSaveSetting } from "./use-save-setting";

const FORM = "variable-form";

/** A secret's value starts empty: it is never read back, and an empty box leaves it as it is. */
export function VariableDialog({ target, onClose }: { target: VariableView | null; onClose: () => void }) {
  const t = useTranslations("settings.variables");
  const common = useTranslations("settings");
  const [key, setKey] = useState(target?.key ?? "");
  const [value, setValue] = useState(target?.value ?? "");
  const [isSecret, setIsSecret] = useState(target?.is_secret ?? true);
  const [about, setAbout] = useState(target?.description ?? "");
  const { save, busy, standing, field, general } = useSaveSetting({
    area: "variables",
    reply: replyOf<typeof VariableView>(),
    target,
    id: key,
    onSaved: onClose,
  });
  const keeps = target?.is_secret === true && value === "";
  const submit = () =>
    save({
      ...(target ? {} : { key }),
      ...(keeps ? {} : { value }),
      is_secret: isSecret,
      description: about.trim() || null,
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={target ? t("edit_title", { name: target.key }) : t("create")}
      footer={
        <Button type="submit" form={FORM} variant="primary" busy={busy}>
          {standing ? common("replace") : common("save")}
        </Button>
      }
    >
      <form
        id={FORM}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <StaleNotice
          standing={
            standing && [
              { label: t("value"), value: standing.is_secret ? t("secret") : standing.value },
              { label: t("about"), value: standing.description ?? "–" },
            ]
          }
        />
        {target ? null : (
          <Field label={t("key")} hint={t("key_hint")} error={field("/key")} required>
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                autoComplete="off"
                spellCheck={false}
                value={key}
                onChange={(event) => setKey(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={t("value")}
          hint={target?.is_secret ? t("value_kept") : undefined}
          error={field("/value") ?? field("/change/value")}
        >
          {(control) => (
            <Textarea
              {...control}
              className="font-mono text-xs"
              autoComplete="off"
              spellCheck={false}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        <Switch checked={isSecret} onChange={setIsSecret} label={t("is_secret")} hint={t("is_secret_hint")} />
        <Field label={t("about")} optionalLabel={common("optional")} error={field("/description")}>
          {(control) => (
            <Input {...control} value={about} onChange={(event) => setAbout(event.target.value)} />
          )}
        </Field>
        <GeneralError text={general} />
      </form>
    </Dialog>
  );
}
