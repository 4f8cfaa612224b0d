"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Sheet } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { modelQueries, rollBack } from "./queries";
import { useDeed } from "./use-deed";

type Props = { name: string; alias: string; canWrite: boolean; onClose: () => void };

/** What an alias has stood for, and the way back to the version before. */
export function HistorySheet({ name, alias, canWrite, onClose }: Props) {
  const t = useTranslations("models");
  const [isAsking, setAsking] = useState(false);
  const history = useInfiniteQuery(modelQueries.history(name, alias));
  const [first] = history.data?.pages ?? [];
  const changes = history.data?.pages.flatMap((page) => page.data) ?? [];
  const current = first?.current ?? null;
  const target = first?.rollback_to ?? null;
  const numbered = (version: number | null) => (version === null ? "–" : t("version", { number: version }));
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t("history_of", { alias })}>
      {canWrite && current !== null && target !== null ? (
        <Button icon={Undo2} className="mb-2" onClick={() => setAsking(true)}>
          {t("roll_back_to", { number: target })}
        </Button>
      ) : null}
      {history.isError ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : changes.length === 0 ? (
        <p className="py-6 text-center text-fg-muted text-sm">{history.isPending ? "" : t("no_history")}</p>
      ) : (
        <ol className="grid">
          {changes.map((change) => (
            <li key={change.id} className="grid gap-1 border-b py-2.5 last:border-b-0">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
                <span className="nums font-medium">
                  {`${numbered(change.from_version)} → ${numbered(change.to_version)}`}
                </span>
                <Badge tone={change.kind === "rollback" ? "warning" : "neutral"}>
                  {t(`change.${change.kind}`)}
                </Badge>
                <span className="text-fg-subtle text-xs">
                  {change.changed_by ? `${change.changed_by} · ` : null}
                  <RelativeTime at={change.changed_at} />
                </span>
              </div>
              {change.reason ? <p className="break-words text-fg-muted text-sm">{change.reason}</p> : null}
            </li>
          ))}
        </ol>
      )}
      {history.hasNextPage ? (
        <LoadMore
          shown={changes.length}
          hasMore
          busy={history.isFetchingNextPage}
          onMore={() => void history.fetchNextPage()}
        />
      ) : null}
      {isAsking && current !== null && target !== null ? (
        <RollbackDialog
          name={name}
          alias={alias}
          from={current}
          to={target}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Sheet>
  );
}

function RollbackDialog(props: {
  name: string;
  alias: string;
  from: number;
  to: number;
  onClose: () => void;
}) {
  const { name, alias, from, to, onClose } = props;
  const t = useTranslations("models");
  const [reason, setReason] = useState("");
  const back = useDeed(
    () => rollBack(name, alias, { from, reason }),
    (done) => {
      toast.success(t("rolled_back", { alias, number: done.to }));
      onClose();
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("roll_back_title", { alias, from, to })}
      description={t("roll_back_text")}
      confirmLabel={t("roll_back")}
      busy={back.busy}
      error={back.text}
      onConfirm={() => back.run()}
    >
      <Field label={t("reason")}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={2_000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
