"use client";
import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toaster";
import type { PromotionView } from "@/lib/models/schema";
import { AliasChip } from "./alias-chip";
import { approve, compareHref, modelQueries, reject, versionHref, withdraw } from "./queries";
import { useDeed } from "./use-deed";
import { SeenValues, VerdictBadge } from "./verdict";

type Deed = "approve" | "reject" | "withdraw";
type Props = { name: string; canWrite: boolean; current: ReadonlyMap<string, number> };

/** Promotions that wait for a person, each with what its policy saw. Not there when none waits. */
export function WaitingCard({ name, canWrite, current }: Props) {
  const t = useTranslations("models");
  const { data } = useQuery(modelQueries.waiting(name));
  const [deciding, setDeciding] = useState<{ promotion: PromotionView; deed: Deed } | null>(null);
  const waiting = data?.data ?? [];
  if (waiting.length === 0) return null;
  return (
    <Card flush title={t("waiting_title")} description={t("waiting_text")}>
      <ul>
        {waiting.map((promotion) => (
          <li key={promotion.id} className="grid gap-2 border-b px-4 py-3 last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <AliasChip alias={promotion.alias} guarded />
              <span className="nums">
                {promotion.from_version === null ? "–" : t("version", { number: promotion.from_version })}
                {" → "}
                <Link className="font-medium hover:underline" href={versionHref(name, promotion.version)}>
                  {t("version", { number: promotion.version })}
                </Link>
              </span>
              {promotion.verdict ? <VerdictBadge verdict={promotion.verdict} /> : null}
              <span className="text-fg-subtle text-xs">
                {`${t("asked_by", { name: promotion.requested_by })} · `}
                <RelativeTime at={promotion.requested_at} />
              </span>
              {promotion.from_version === null ? null : (
                <Link
                  className="text-accent text-xs hover:underline"
                  href={compareHref(name, promotion.from_version, promotion.version)}
                >
                  {t("compare")}
                </Link>
              )}
            </div>
            {promotion.reason ? <p className="break-words text-sm">{promotion.reason}</p> : null}
            {promotion.verdict ? <SeenValues verdict={promotion.verdict} /> : null}
            {canWrite ? (
              <div className="flex flex-wrap items-center gap-2">
                <Button size="sm" icon={Check} onClick={() => setDeciding({ promotion, deed: "approve" })}>
                  {t("approve")}
                </Button>
                <Button size="sm" icon={X} onClick={() => setDeciding({ promotion, deed: "reject" })}>
                  {t("reject")}
                </Button>
                <Button
                  size="sm"
                  variant="ghost"
                  onClick={() => setDeciding({ promotion, deed: "withdraw" })}
                >
                  {t("withdraw")}
                </Button>
                <span className="text-fg-subtle text-xs">
                  {t("approved_by", { role: promotion.approver_role ?? "editor" })}
                </span>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {deciding ? (
        <DecisionDialog
          {...deciding}
          from={current.get(deciding.promotion.alias) ?? null}
          onClose={() => setDeciding(null)}
        />
      ) : null}
    </Card>
  );
}

function DecisionDialog({
  promotion,
  deed,
  from,
  onClose,
}: {
  promotion: PromotionView;
  deed: Deed;
  from: number | null;
  onClose: () => void;
}) {
  const t = useTranslations("models");
  const [reason, setReason] = useState("");
  const { model_name: name, id, alias, version } = promotion;
  const decide = useDeed(
    () =>
      deed === "approve"
        ? approve(name, id, { reason, from })
        : deed === "reject"
          ? reject(name, id, reason)
          : withdraw(name, id),
    ({ state }) => {
      const words = t(`decided.${state}`, { alias, version });
      if (state === "failed") toast.error(words);
      else toast.success(words);
      onClose();
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`${deed}_title`, { alias, version })}
      description={t(`${deed}_text`)}
      confirmLabel={t(deed)}
      danger={deed === "reject"}
      busy={decide.busy}
      disabled={deed === "reject" && reason.trim() === ""}
      error={decide.text}
      onConfirm={() => decide.run()}
    >
      {deed === "withdraw" ? null : (
        <Field label={t("reason")} required={deed === "reject"}>
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
      )}
    </ConfirmDialog>
  );
}
