"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Play, Terminal } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { readTimeText } from "@/components/backfills/range";
import { pipelinePath, triggerRun } from "@/components/runs/queries";
import { runHref } from "@/components/runs/run-href";
import { ActivateButton } from "@/components/runs/wait-notice";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { curlOf } from "@/lib/client/curl";
import { ParamsFormFields } from "./params-form";
import { pipelineQueries } from "./queries";
import { errorAt, errorElsewhere, useParams } from "./use-params";
import { useRequestKey } from "./use-request-key";

type TriggerDialogProps = {
  dagId: string;
  schema: unknown;
  /** Initial values instead of the defaults. */
  given?: Record<string, unknown>;
  onClose: () => void;
};

/** Starts a run with parameters from a generated form. */
export function TriggerDialog({ dagId, schema, given, onClose }: TriggerDialogProps) {
  const t = useTranslations("trigger");
  const common = useTranslations("common");
  const router = useRouter();
  const isPaused = useQuery(pipelineQueries.detail(dagId)).data?.is_paused ?? false;
  const params = useParams(schema, given);
  const [date, setDate] = useState("");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const moment = readTimeText(date);
  const body = {
    params: params.values,
    logical_date: moment.value === "" ? null : instantOf(moment.value),
    note: note.trim() === "" ? null : note,
  };
  const key = useRequestKey(body);
  const trigger = useMutation({
    mutationFn: () => triggerRun(dagId, body, key),
    onSuccess: ({ id, created }) => {
      toast.success(created ? t("started") : t("existed"));
      router.push(runHref(dagId, id));
      onClose();
    },
  });
  const shown = params.json === null ? params.fields.map((field) => field.pointer) : ["/params"];
  const pointers = [...shown, "/logical_date", "/note"];
  const general = errorElsewhere(trigger.error, pointers);
  const send = () => {
    setTried(true);
    if (params.valid && !moment.problem && !trigger.isPending) trigger.mutate();
  };
  const curl = () =>
    curlOf({
      method: "POST",
      url: `${window.location.origin}/api/v1${pipelinePath(dagId)}/runs`,
      body,
      headers: { "Idempotency-Key": key },
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name: dagId })}
      description={params.fields.length > 0 ? t("description") : undefined}
      footer={
        <>
          <Button
            variant="ghost"
            icon={Terminal}
            className="mr-auto"
            onClick={() => void copyText(curl()).then((done) => done && toast.info(t("curl_copied")))}
          >
            {t("copy_curl")}
          </Button>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form="trigger" variant="primary" icon={Play} busy={trigger.isPending}>
            {t("run")}
          </Button>
        </>
      }
    >
      <form
        id="trigger"
        noValidate
        className="grid gap-4 pt-1"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        onKeyDown={(event) => {
          if (event.code === "Enter" && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing)
            send();
        }}
      >
        {general ? (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
            {general}
          </p>
        ) : null}
        {isPaused ? (
          <div
            role="status"
            className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning"
          >
            {t("paused")}
            <ActivateButton dagId={dagId} />
          </div>
        ) : null}
        <ParamsFormFields dagId={dagId} params={params} error={trigger.error} showProblems={tried} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label={t("logical_date")}
            optionalLabel={t("optional")}
            hint={t("logical_date_hint")}
            error={tried && moment.problem ? t("problem.date") : errorAt(trigger.error, "/logical_date")}
          >
            {(control) => (
              <Input
                {...control}
                className="nums"
                placeholder="2001-01-31 09:00"
                autoComplete="off"
                value={date}
                onChange={(event) => setDate(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label={t("note")} optionalLabel={t("optional")} error={errorAt(trigger.error, "/note")}>
            {(control) => (
              <Textarea
                {...control}
                rows={1}
                className="min-h-8"
                maxLength={2_000}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
      </form>
    </Dialog>
  );
}

/** A day or a day with a time, in UTC. */
function instantOf(text: string): string {
  return `${text.includes("T") ? text : `${text}T00:00:00`}Z`;
}
