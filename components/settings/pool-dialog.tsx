"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { replyOf } from "@/lib/client/api";
import type { PoolView } from "@/lib/settings/schema";
import { GeneralError, StaleNotice } from "./form-notices";
import { useSaveSetting } from "./use-save-setting";

const FORM = "pool-form";
const UNLIMITED = -1;

export function PoolDialog({ target, onClose }: { target: PoolView | null; onClose: () => void }) {
  const t = useTranslations("settings.pools");
  const common = useTranslations("settings");
  const [name, setName] = useState(target?.name ?? "");
  const [unlimited, setUnlimited] = useState(target?.slots === UNLIMITED);
  const [slots, setSlots] = useState(target && target.slots !== UNLIMITED ? String(target.slots) : "4");
  const [about, setAbout] = useState(target?.description ?? "");
  const { save, busy, standing, field, general } = useSaveSetting({
    area: "pools",
    reply: replyOf<typeof PoolView>(),
    target,
    id: name,
    onSaved: onClose,
  });
  const slotsText = (count: number) => (count === UNLIMITED ? t("unlimited") : String(count));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={target ? t("edit_title", { name: target.name }) : t("create")}
      size="sm"
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
          save({
            ...(target ? {} : { name }),
            slots: unlimited ? UNLIMITED : Number(slots),
            description: about.trim() || null,
          });
        }}
      >
        <StaleNotice
          standing={
            standing && [
              { label: t("slots"), value: slotsText(standing.slots) },
              { label: t("about"), value: standing.description ?? "–" },
            ]
          }
        />
        {target ? null : (
          <Field label={t("name")} hint={t("name_hint")} error={field("/name")} required>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t("slots")} hint={t("slots_hint")} error={field("/slots")}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={1_000_000}
              step={1}
              className="nums max-w-32"
              disabled={unlimited}
              value={slots}
              onChange={(event) => setSlots(event.target.value)}
            />
          )}
        </Field>
        <Switch checked={unlimited} onChange={setUnlimited} label={t("unlimited")} />
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
