"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import type { PolicyView, RegisteredModelDetail } from "@/lib/models/schema";
import { modelQueries, promote } from "./queries";
import { useDeed } from "./use-deed";
import { SeenValues, VerdictBadge } from "./verdict";

type Props = {
  model: RegisteredModelDetail;
  policies: readonly PolicyView[];
  start: { alias: string; version: number | null };
  onClose: () => void;
};

/** Asks that an alias stands for a version. What its policy says of it is shown before anything is asked. */
export function PromoteDialog({ model, policies, start, onClose }: Props) {
  const t = useTranslations("models");
  const common = useTranslations("common");
  const [alias, setAlias] = useState(start.alias);
  const [version, setVersion] = useState(start.version === null ? "" : String(start.version));
  const [reason, setReason] = useState("");
  const policy = policies.find((one) => one.alias === alias);
  const from = model.aliases.find((one) => one.alias === alias)?.version ?? null;
  const preview = useQuery({
    ...modelQueries.preview(model.name, alias, policy?.expression),
    enabled: policy !== undefined,
  });
  const verdict = preview.data?.versions.find(({ number }) => String(number) === version)?.verdict;
  const ask = useDeed(
    () => promote(model.name, { alias, version: Number(version), from, reason }),
    (made) => {
      const words = t(`asked.${made.state}`, { alias, version: made.version });
      if (made.state === "failed") toast.error(words);
      else toast.success(words);
      onClose();
    },
  );
  const problem = ask.error instanceof ApiError ? ask.error : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("promote_title")}
      description={t("promote_text")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="promotion"
            variant="primary"
            busy={ask.busy}
            disabled={alias.trim() === "" || !/^\d{1,9}$/.test(version)}
          >
            {t(policy?.approver_role ? "promote_ask" : "promote_now")}
          </Button>
        </>
      }
    >
      <form
        id="promotion"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          ask.run();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("alias")} required error={problem?.field("/alias")}>
            {(control) => (
              <Input
                {...control}
                value={alias}
                list="known-aliases"
                maxLength={255}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setAlias(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field
            label={t("version_number")}
            required
            hint={from === null ? t("stands_for_nothing") : t("stands_now", { number: from })}
            error={problem?.field("/version")}
          >
            {(control) => (
              <Input
                {...control}
                value={version}
                inputMode="numeric"
                onChange={(event) => setVersion(event.currentTarget.value.trim())}
              />
            )}
          </Field>
        </div>
        <datalist id="known-aliases">
          {[...new Set([...model.aliases, ...policies].map((one) => one.alias))].map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        {policy ? (
          <section
            aria-label={t("policy")}
            aria-live="polite"
            className="grid gap-2 rounded-lg border bg-surface-2 p-3"
          >
            <code className="break-all text-xs">{policy.expression}</code>
            {verdict ? (
              <>
                <span>
                  <VerdictBadge verdict={verdict} />
                </span>
                <SeenValues verdict={verdict} />
              </>
            ) : null}
            {policy.approver_role ? (
              <p className="text-fg-muted text-xs">{t("approved_by", { role: policy.approver_role })}</p>
            ) : null}
          </section>
        ) : (
          <p className="text-fg-muted text-sm">{t("no_policy")}</p>
        )}
        <Field label={t("reason")} hint={t("reason_hint")}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={2_000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
        {ask.text && !problem?.errors.length ? (
          <p role="alert" className="text-danger text-sm">
            {ask.text}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
