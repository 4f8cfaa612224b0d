"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ParamsFormFields } from "@/components/pipelines/params-form";
import { errorAt, errorElsewhere, useParams } from "@/components/pipelines/use-params";
import { useRequestKey } from "@/components/pipelines/use-request-key";
import { Button } from "@/components/ui/button";
import { Checkbox, RadioGroup } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { type ControlProps, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import type { Reprocess } from "@/lib/backfills/schema";
import { REPROCESS } from "@/lib/backfills/values";
import { BackfillPreview } from "./backfill-preview";
import { backfillQueries, createBackfill } from "./queries";
import { PRESETS, presetRange, readTimeText } from "./range";
import { useSettled } from "./use-settled";

type BackfillDialogProps = { dagId: string; timeZone: string; schema: unknown; onClose: () => void };

/** Asks for a range and previews its runs. */
export function BackfillDialog({ dagId, timeZone, schema, onClose }: BackfillDialogProps) {
  const t = useTranslations("backfills");
  const common = useTranslations("common");
  const client = useQueryClient();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [reprocess, setReprocess] = useState<Reprocess>("none");
  const [most, setMost] = useState("");
  const [backwards, setBackwards] = useState(false);
  const params = useParams(schema);
  const [others, setOthers] = useState(false);
  const valid = !others || params.valid;
  const fromIs = readTimeText(from);
  const toIs = readTimeText(to);
  const wish = {
    from_date: fromIs.value,
    to_date: toIs.value,
    reprocess,
    max_active_runs: most.trim() === "" ? null : Number(most),
    run_backwards: backwards,
    ...(others ? { params: params.values } : {}),
  };
  const key = useRequestKey(wish);
  const asked = useSettled(wish, 300);
  const complete = asked.from_date !== "" && asked.to_date !== "";
  const preview = useQuery({
    ...backfillQueries.preview(dagId, asked),
    enabled: complete,
    placeholderData: keepPreviousData,
  });
  const create = useMutation({
    mutationFn: () => createBackfill(dagId, wish, key),
    onSuccess: (made) => {
      toast.success(t("created", { count: made.create + made.rerun }));
      void client.invalidateQueries({ queryKey: ["backfills", dagId] });
      void client.invalidateQueries({ queryKey: ["pipelines", dagId] });
      onClose();
    },
  });
  const error = create.error ?? (complete ? preview.error : null);
  const pointers = [
    ...["/from_date", "/to_date", "/reprocess", "/max_active_runs"],
    ...(others ? ["/params", ...params.fields.map((field) => field.pointer)] : []),
  ];
  const current = preview.isError || !complete ? undefined : preview.data;
  const stale = preview.isFetching || JSON.stringify(asked) !== JSON.stringify(wish);
  const count = current ? current.create + current.rerun : 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name: dagId })}
      description={t("description", { zone: timeZone })}
      size="xl"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="backfill"
            variant="primary"
            busy={create.isPending}
            disabled={count === 0 || stale || !valid}
          >
            {count > 0 ? t("create", { count }) : t("create_none")}
          </Button>
        </>
      }
    >
      <form
        id="backfill"
        noValidate
        className="grid gap-x-6 gap-y-4 pt-1 md:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (count > 0 && !stale && valid && !create.isPending) create.mutate();
        }}
      >
        <div className="grid content-start gap-4">
          <div className="grid grid-cols-2 items-start gap-3">
            <Field
              label={t("from")}
              required
              hint={t("from_hint")}
              error={fromIs.problem ? t("bad_time") : errorAt(error, "/from_date")}
            >
              {(control) => <TimeInput control={control} value={from} onChange={setFrom} />}
            </Field>
            <Field
              label={t("to")}
              required
              hint={t("to_hint")}
              error={toIs.problem ? t("bad_time") : errorAt(error, "/to_date")}
            >
              {(control) => <TimeInput control={control} value={to} onChange={setTo} />}
            </Field>
          </div>
          <div className="flex flex-wrap gap-2">
            {PRESETS.map((preset) => (
              <Button
                key={preset}
                size="sm"
                onClick={() => {
                  const range = presetRange(preset, new Date(), timeZone);
                  setFrom(range.from);
                  setTo(range.to);
                }}
              >
                {t(`preset.${preset}`)}
              </Button>
            ))}
          </div>
          <fieldset className="grid gap-2">
            <legend className="mb-1 font-medium text-sm">{t("reprocess")}</legend>
            <RadioGroup
              label={t("reprocess")}
              value={reprocess}
              onChange={setReprocess}
              options={REPROCESS.map((value) => ({
                value,
                label: t(`reprocess_${value}`),
                hint: t(`reprocess_${value}_hint`),
              }))}
            />
            {errorAt(error, "/reprocess") ? (
              <p className="text-danger text-xs">{errorAt(error, "/reprocess")}</p>
            ) : null}
          </fieldset>
          <Field
            label={t("most")}
            optionalLabel={t("optional")}
            hint={current ? t("most_hint", { count: current.max_active_runs }) : undefined}
            error={errorAt(error, "/max_active_runs")}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="w-28"
                value={most}
                onChange={(event) => setMost(event.currentTarget.value)}
              />
            )}
          </Field>
          <Checkbox
            checked={backwards}
            onChange={setBackwards}
            label={t("backwards")}
            hint={t("backwards_hint")}
          />
          {params.fields.length > 0 ? (
            <Checkbox
              checked={others}
              onChange={setOthers}
              label={t("other_params")}
              hint={t("other_params_hint")}
            />
          ) : null}
          {others ? <ParamsFormFields dagId={dagId} params={params} error={error} showProblems /> : null}
        </div>
        <div className="min-w-0 self-start md:sticky md:top-0">
          <h3 className="mb-1 font-medium text-sm">{t("preview")}</h3>
          <BackfillPreview
            preview={current}
            stale={complete && stale}
            error={error ? errorElsewhere(error, pointers) : undefined}
          />
        </div>
      </form>
    </Dialog>
  );
}

type TimeInputProps = { control: ControlProps; value: string; onChange: (value: string) => void };

/** A day, or a day with a time, as they are written everywhere else. */
function TimeInput({ control, value, onChange }: TimeInputProps) {
  return (
    <Input
      {...control}
      className="nums"
      placeholder="2001-01-31"
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
