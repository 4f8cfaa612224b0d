"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import type { WebhookView } from "@/lib/models/schema";
import { WEBHOOK_EVENTS } from "@/lib/models/values";
import { EVENT_NAMES } from "./event-names";
import { changeWebhook, createWebhook, type WebhookValues } from "./queries";
import { useWebhookDeed } from "./use-webhook-deed";

const FORM = "webhook";
/** What a team wants to hear first: which version is served, and who waits for an answer. */
const FIRST: WebhookView["events"] = [
  "model_alias.set",
  "model_alias.rolled_back",
  "model_promotion.requested",
];

/** Creates a webhook (null), whose secret is shown once, or changes one. */
export function WebhookDialog({ target, onClose }: { target: WebhookView | null; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const common = useTranslations("common");
  const [values, setValues] = useState<WebhookValues>({
    url: target?.url ?? "",
    events: target?.events ?? FIRST,
    description: target?.description ?? "",
  });
  const [secret, setSecret] = useState<string | null>(null);
  const save = useWebhookDeed(
    async () =>
      target ? { ...(await changeWebhook(target.id, values)), secret: null } : await createWebhook(values),
    (saved) => {
      if (saved.secret !== null) return setSecret(saved.secret);
      toast.success(t("saved"));
      onClose();
    },
  );
  const field = (pointer: string) => save.problem?.field(pointer);
  const footer =
    secret === null ? (
      <>
        <Button onClick={onClose}>{common("cancel")}</Button>
        <Button
          type="submit"
          form={FORM}
          variant="primary"
          busy={save.busy}
          disabled={values.url.trim() === "" || values.events.length === 0}
        >
          {t(target ? "save" : "create")}
        </Button>
      </>
    ) : (
      <Button variant="primary" onClick={onClose}>
        {t("done")}
      </Button>
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(target ? "edit_title" : "create")}
      footer={footer}
    >
      {secret === null ? (
        <form
          id={FORM}
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.run();
          }}
        >
          <Field label={t("url")} hint={t("url_hint")} required error={field("/url")}>
            {(control) => (
              <Input
                {...control}
                type="url"
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                placeholder="https://"
                value={values.url}
                onChange={(event) => setValues({ ...values, url: event.target.value })}
              />
            )}
          </Field>
          <fieldset className="grid gap-1.5 sm:grid-cols-2">
            <legend className="mb-1.5 font-medium text-sm">{t("events")}</legend>
            {WEBHOOK_EVENTS.map((event) => (
              <Checkbox
                key={event}
                label={t(`event.${EVENT_NAMES[event]}`)}
                hint={<code>{event}</code>}
                checked={values.events.includes(event)}
                onChange={(on) =>
                  setValues({
                    ...values,
                    events: WEBHOOK_EVENTS.filter((one) =>
                      one === event ? on : values.events.includes(one),
                    ),
                  })
                }
              />
            ))}
            <p role="alert" className="text-danger text-xs empty:hidden sm:col-span-2">
              {field("/events")}
            </p>
          </fieldset>
          <Field label={t("note")} error={field("/description")}>
            {(control) => (
              <Input
                {...control}
                maxLength={500}
                value={values.description}
                onChange={(event) => setValues({ ...values, description: event.target.value })}
              />
            )}
          </Field>
          <p role="alert" className="text-danger text-sm empty:hidden">
            {save.problem?.errors.length ? null : save.text}
          </p>
        </form>
      ) : (
        <div className="grid gap-3">
          <p className="text-sm">{t("secret_once")}</p>
          <CodeBlock code={secret} wrap />
          <p className="text-fg-muted text-sm">{t("secret_use")}</p>
        </div>
      )}
    </Dialog>
  );
}
