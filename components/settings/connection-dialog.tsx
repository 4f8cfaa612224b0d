"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { replyOf } from "@/lib/client/api";
import type { ConnectionView } from "@/lib/settings/schema";
import { CONNECTION_TYPES } from "@/lib/settings/values";
import { addressOf, bodyOf, type ConnectionValues, valuesOf } from "./connection-values";
import { GeneralError, StaleNotice } from "./form-notices";
import { useSaveSetting } from "./use-save-setting";

const FORM = "connection-form";
const PLAIN = ["host", "port", "login", "database"] as const;

/** Password and extra start empty: they are never read back, and an empty box leaves them as they are. */
export function ConnectionDialog({
  target,
  onClose,
}: {
  target: ConnectionView | null;
  onClose: () => void;
}) {
  const t = useTranslations("settings.connections");
  const common = useTranslations("settings");
  const [values, setValues] = useState<ConnectionValues>(() => valuesOf(target));
  const [badExtra, setBadExtra] = useState(false);
  const set = (change: Partial<ConnectionValues>) => setValues({ ...values, ...change });
  const { save, busy, standing, field, general } = useSaveSetting({
    area: "connections",
    reply: replyOf<typeof ConnectionView>(),
    target,
    id: values.id,
    onSaved: onClose,
  });
  const submit = () => {
    const body = bodyOf(values, target);
    setBadExtra(body === null);
    if (body) save(body);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={target ? t("edit_title", { name: target.id }) : t("create")}
      footer={
        <Button type="submit" form={FORM} variant="primary" busy={busy}>
          {standing ? common("replace") : common("save")}
        </Button>
      }
    >
      <form
        id={FORM}
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="sm:col-span-2 empty:hidden">
          <StaleNotice
            standing={
              standing && [
                { label: t("where"), value: addressOf(standing) },
                { label: t("about"), value: standing.description ?? "–" },
              ]
            }
          />
        </div>
        {target ? null : (
          <Field label={t("id")} hint={t("id_hint")} error={field("/id")} required>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={values.id}
                onChange={(event) => set({ id: event.target.value })}
              />
            )}
          </Field>
        )}
        <Field label={t("type")} error={field("/type")}>
          {({ "aria-required": _, ...control }) => (
            <Select
              {...control}
              options={CONNECTION_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
              value={values.type}
              onChange={(type) => set({ type })}
            />
          )}
        </Field>
        {PLAIN.map((name) => (
          <Field
            key={name}
            label={t(name)}
            hint={
              name === "host" ? t(`host_hint.${values.type === "http" ? "http" : "postgres"}`) : undefined
            }
            error={field(`/${name}`)}
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                inputMode={name === "port" ? "numeric" : undefined}
                value={values[name]}
                onChange={(event) => set({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field
          className="sm:col-span-2"
          label={t("password")}
          hint={target?.has_password ? t("kept") : undefined}
          error={field("/password")}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={values.password}
              onChange={(event) => set({ password: event.target.value })}
            />
          )}
        </Field>
        <Field
          className="sm:col-span-2"
          label={t("extra")}
          hint={target?.has_extra ? t("extra_kept") : t("extra_hint")}
          error={badExtra ? t("extra_invalid") : field("/extra")}
        >
          {(control) => (
            <Textarea
              {...control}
              className="font-mono text-xs"
              autoComplete="off"
              spellCheck={false}
              value={values.extra}
              onChange={(event) => set({ extra: event.target.value })}
            />
          )}
        </Field>
        <Field
          className="sm:col-span-2"
          label={t("about")}
          optionalLabel={common("optional")}
          error={field("/description")}
        >
          {(control) => (
            <Input
              {...control}
              value={values.about}
              onChange={(event) => set({ about: event.target.value })}
            />
          )}
        </Field>
        <div className="sm:col-span-2 empty:hidden">
          <GeneralError text={general} />
        </div>
      </form>
    </Dialog>
  );
}
