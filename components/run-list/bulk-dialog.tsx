"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { BulkAction, BulkResult } from "@/lib/run-bulk/schema";
import { type BulkKind, type BulkTarget, bulk } from "./bulk-queries";
import { BulkSummary } from "./bulk-summary";
import { partsOf, useBulk } from "./use-bulk";
import { useBulkUndo } from "./use-bulk-undo";

type Props = { kind: BulkKind; target: BulkTarget; onClose: () => void; onDone: () => void };
const MOST_CHARS = 2_000;

/** Says what an action would do to each run, does it, and says what it did. */
export function BulkDialog({ kind, target, onClose, onDone }: Props) {
  const t = useTranslations("run_bulk");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const [version, setVersion] = useState<"same" | "newest">("same");
  const [mark, setMark] = useState<"success" | "failed">("success");
  const [note, setNote] = useState("");
  const [typed, setTyped] = useState("");
  const { progress, start, stop } = useBulk();
  const undo = useBulkUndo();
  const action = actionOf(kind, { version, mark, note: note.trim() === "" ? null : note });
  const preview = useQuery({
    // The text of a note changes nothing of what happens.
    queryKey: ["bulk-preview", kind === "note" ? { kind } : action, target],
    queryFn: ({ signal }) => bulk(action, target, true, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const results = preview.data?.results ?? [];
  const parts = partsOf(results, target);
  const count = results.filter(({ outcome }) => outcome === "done").length;
  const shown = progress.state === "idle" ? results : progress.results;
  const isOver = progress.state === "ended" || progress.state === "stopped" || progress.state === "failed";
  const word = String(count);
  const isDangerous = kind === "delete";
  const ready = count > 0 && (!isDangerous || typed.trim() === word);
  const perform = async () => {
    const ended = await start(action, parts);
    const refused = ended.filter(({ outcome }) => outcome === "refused");
    const done = ended.filter(({ outcome }) => outcome === "done");
    if (done.length > 0) tell(done);
    // What was refused is shown; there is nothing to read where all was done.
    if (refused.length === 0 && ended.length >= count) {
      onDone();
      onClose();
    }
  };
  const tell = (done: readonly BulkResult[]) => {
    const back = undo(kind, done);
    toast.success(
      t(`did.${kind}`, { count: done.length, tasks: done.reduce((sum, one) => sum + one.tasks, 0) }),
      back ? { action: { label: common("undo"), onClick: back } } : undefined,
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (open) return;
        stop();
        if (isOver) onDone();
        onClose();
      }}
      size="lg"
      title={t(`title.${kind}`)}
      description={t(`detail.${kind}`)}
      footer={
        isOver ? (
          <Button
            variant="primary"
            onClick={() => {
              onDone();
              onClose();
            }}
          >
            {t("close")}
          </Button>
        ) : (
          <>
            <Button onClick={progress.state === "busy" ? stop : onClose}>
              {progress.state === "busy" ? t("stop") : t("keep")}
            </Button>
            <Button
              variant={isDangerous || kind === "cancel" ? "danger" : "primary"}
              disabled={!ready}
              busy={preview.isFetching || progress.state === "busy"}
              onClick={() => void perform()}
            >
              {t(`confirm.${kind}`, { count })}
            </Button>
          </>
        )
      }
    >
      <div className="grid min-w-0 gap-4">
        {progress.state === "idle" && (kind === "rerun" || kind === "rerun_failed") ? (
          <RadioGroup
            label={t("version")}
            value={version}
            onChange={setVersion}
            options={[
              { value: "same", label: t("version_same") },
              { value: "newest", label: t("version_newest"), hint: t("version_newest_hint") },
            ]}
          />
        ) : null}
        {progress.state === "idle" && kind === "mark" ? (
          <RadioGroup
            label={t("mark_as")}
            value={mark}
            onChange={setMark}
            options={[
              { value: "success", label: common("state.success") },
              { value: "failed", label: common("state.failed") },
            ]}
          />
        ) : null}
        {progress.state === "idle" && kind === "note" ? (
          <Field label={t("note")} hint={t("note_hint")}>
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                maxLength={MOST_CHARS}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
            )}
          </Field>
        ) : null}
        {preview.isError || progress.error !== null ? (
          <p role="alert" className="text-danger text-sm">
            {errorText(preview.error ?? progress.error).text}
          </p>
        ) : null}
        {progress.state === "busy" ? (
          <div className="grid gap-1">
            <ProgressBar
              value={progress.done}
              max={progress.total}
              label={t("progress", { done: progress.done, total: progress.total })}
            />
            <p className="nums text-fg-muted text-xs">
              {t("progress", { done: progress.done, total: progress.total })}
            </p>
          </div>
        ) : null}
        <BulkSummary
          kind={kind}
          results={shown}
          isPreview={progress.state === "idle"}
          isLoading={preview.isPending}
          left={preview.data?.left ?? 0}
          leftIsMore={preview.data?.left_is_more ?? false}
        />
        {progress.state === "idle" && isDangerous && count > 0 ? (
          <Field label={t("type_count", { count: word })}>
            {(control) => (
              <Input
                {...control}
                value={typed}
                inputMode="numeric"
                autoComplete="off"
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            )}
          </Field>
        ) : null}
      </div>
    </Dialog>
  );
}

type Wish = { version: "same" | "newest"; mark: "success" | "failed"; note: string | null };

function actionOf(kind: BulkKind, { version, mark, note }: Wish): BulkAction {
  switch (kind) {
    case "rerun":
    case "rerun_failed":
      return { kind, version };
    case "mark":
      return { kind, state: mark };
    case "note":
      return { kind, note };
    default:
      return { kind };
  }
}
