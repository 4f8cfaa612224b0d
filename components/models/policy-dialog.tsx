"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import type { PolicyView } from "@/lib/models/schema";
import { modelQueries, removePolicy, setPolicy } from "./queries";
import { useDeed } from "./use-deed";
import { SeenValues, VerdictBadge } from "./verdict";

const APPROVERS = ["none", "editor", "admin"] as const;
const EXAMPLE = "metrics.auc >= champion.metrics.auc - 0.005";

type Props = { name: string; alias: string; policies: readonly PolicyView[]; onClose: () => void };

/** Writes the policy of an alias, with how the newest versions would fare under it as it is typed. */
export function PolicyDialog({ name, alias: start, policies, onClose }: Props) {
  const t = useTranslations("models");
  const common = useTranslations("common");
  const [alias, setAlias] = useState(start);
  const known = policies.find((one) => one.alias === alias);
  const [expression, setExpression] = useState(known?.expression ?? "");
  const [approver, setApprover] = useState<(typeof APPROVERS)[number]>(known?.approver_role ?? "none");
  const save = useDeed(
    () =>
      setPolicy(
        name,
        alias,
        { expression, approver_role: approver === "none" ? null : approver },
        known?.version ?? null,
      ),
    () => {
      toast.success(t("policy_saved", { alias }));
      onClose();
    },
  );
  const remove = useDeed(
    () => removePolicy(name, alias),
    () => {
      toast.success(t("policy_removed", { alias }));
      onClose();
    },
  );
  const problem = save.error instanceof ApiError ? save.error : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("policy_title")}
      description={t("policy_text")}
      size="lg"
      footer={
        <>
          {known ? (
            <Button className="mr-auto" busy={remove.busy} onClick={() => remove.run()}>
              {t("policy_remove")}
            </Button>
          ) : null}
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="policy"
            variant="primary"
            busy={save.busy}
            disabled={expression.trim() === "" || alias.trim() === ""}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <form
        id="policy"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.run();
        }}
      >
        <Field label={t("alias")} required error={problem?.field("/alias")}>
          {(control) => (
            <Input
              {...control}
              value={alias}
              maxLength={255}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setAlias(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          label={t("expression")}
          required
          hint={t("expression_hint")}
          error={
            problem?.field("/expression") ?? (problem?.errors.length ? undefined : (save.text ?? remove.text))
          }
        >
          {(control) => (
            <Textarea
              {...control}
              data-autofocus=""
              rows={3}
              maxLength={2_000}
              spellCheck={false}
              placeholder={EXAMPLE}
              className="font-mono text-xs"
              value={expression}
              onChange={(event) => setExpression(event.currentTarget.value)}
            />
          )}
        </Field>
        <div className="grid gap-1">
          <p className="font-medium text-sm">{t("approver")}</p>
          <RadioGroup
            label={t("approver")}
            value={approver}
            onChange={setApprover}
            options={APPROVERS.map((value) => ({ value, label: t(`approvers.${value}`) }))}
          />
        </div>
      </form>
      <Preview name={name} alias={alias} expression={useDeferredValue(expression)} />
    </Dialog>
  );
}

function Preview({ name, alias, expression }: { name: string; alias: string; expression: string }) {
  const t = useTranslations("models");
  const isAsked = expression.trim() !== "" && /^[\w-]+$/.test(alias);
  const { data, isError } = useQuery({
    ...modelQueries.preview(name, alias, expression),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  if (!isAsked || isError || !data) return null;
  return (
    <section aria-label={t("preview")} aria-live="polite" className="mt-4 grid gap-2">
      <h3 className="font-medium text-sm">{t("preview")}</h3>
      {data.problem ? <p className="break-words text-danger text-sm">{data.problem}</p> : null}
      {data.problem === null && data.versions.length === 0 ? (
        <p className="text-fg-muted text-sm">{t("no_versions")}</p>
      ) : null}
      {data.problem === null && data.versions.length > 0 ? (
        <ul className="rounded-lg border">
          {data.versions.map(({ number, verdict }) => (
            <li
              key={number}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 last:border-b-0"
            >
              <span className="nums w-16 text-sm">{t("version", { number })}</span>
              <VerdictBadge verdict={verdict} />
              <SeenValues verdict={verdict} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
