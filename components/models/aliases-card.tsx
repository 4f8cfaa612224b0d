"use client";
import { History, ShieldCheck, Tag, Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import type { PolicyView, RegisteredModelDetail } from "@/lib/models/schema";
import { AliasChip } from "./alias-chip";
import { versionHref } from "./queries";

type Props = {
  model: RegisteredModelDetail;
  policies: readonly PolicyView[];
  canWrite: boolean;
  canManage: boolean;
  onPromote: () => void;
  onHistory: (alias: string) => void;
  onPolicy: (alias: string) => void;
  onRemove: (alias: string) => void;
};

/** Which version each alias stands for, since when, and what guards it. A policy may be there before its alias. */
export function AliasesCard(props: Props) {
  const { model, policies, canWrite, canManage, onPromote, onHistory, onPolicy, onRemove } = props;
  const t = useTranslations("models");
  const names = [...new Set([...model.aliases, ...policies].map(({ alias }) => alias))].sort();
  return (
    <Card
      flush
      title={t("aliases")}
      actions={
        <>
          {canManage ? (
            <Button size="sm" icon={ShieldCheck} onClick={() => onPolicy("champion")}>
              {t("policy_new")}
            </Button>
          ) : null}
          {canWrite && model.version_count > 0 ? (
            <Button size="sm" variant="primary" icon={Tag} onClick={onPromote}>
              {t("promote")}
            </Button>
          ) : null}
        </>
      }
    >
      {names.length === 0 ? (
        <p className="px-4 py-6 text-center text-fg-muted text-sm">{t("no_aliases")}</p>
      ) : (
        <ul>
          {names.map((alias) => {
            const stands = model.aliases.find((one) => one.alias === alias);
            const policy = policies.find((one) => one.alias === alias);
            return (
              <li key={alias} className="grid gap-1 border-b px-4 py-2 last:border-b-0">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <AliasChip alias={alias} guarded={policy !== undefined} />
                  {stands ? (
                    <>
                      <Link
                        className="font-medium text-sm hover:underline"
                        href={versionHref(model.name, stands.version)}
                      >
                        {t("version", { number: stands.version })}
                      </Link>
                      <span className="text-fg-subtle text-xs">
                        {stands.since ? <RelativeTime at={stands.since} /> : null}
                        {stands.by ? ` · ${stands.by}` : null}
                      </span>
                    </>
                  ) : (
                    <span className="text-fg-subtle text-sm">{t("stands_for_nothing")}</span>
                  )}
                  <span className="ml-auto flex gap-1">
                    <Button
                      size="sm"
                      variant="ghost"
                      icon={canWrite ? Undo2 : History}
                      onClick={() => onHistory(alias)}
                    >
                      {t(canWrite ? "history_rollback" : "history")}
                      <span className="sr-only">{` @${alias}`}</span>
                    </Button>
                    {canManage ? (
                      <Button size="sm" variant="ghost" icon={ShieldCheck} onClick={() => onPolicy(alias)}>
                        {t("policy")}
                        <span className="sr-only">{` @${alias}`}</span>
                      </Button>
                    ) : null}
                    {stands && (canManage || (canWrite && !policy)) ? (
                      <IconButton
                        icon={X}
                        size="sm"
                        label={t("alias_remove", { alias })}
                        onClick={() => onRemove(alias)}
                      />
                    ) : null}
                  </span>
                </div>
                {policy ? (
                  <p className="text-fg-muted text-xs">
                    <code className="break-all">{policy.expression}</code>
                    {policy.approver_role ? ` · ${t("approved_by", { role: policy.approver_role })}` : null}
                  </p>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
