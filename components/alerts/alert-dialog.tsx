"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EndpointForm } from "@/components/endpoints/endpoint-form";
import { NumberField } from "@/components/endpoints/number-field";
import { useEndpointDeed } from "@/components/endpoints/use-endpoint-deed";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toaster";
import type { AlertView } from "@/lib/alerts/schema";
import { ALERT_METRICS, METRIC } from "@/lib/alerts/values";
import { type AlertTexts, bodyOf, textsOf, usualTexts, WINDOWS } from "./alert-form";
import { changeAlert, createAlert } from "./queries";

type Props = { endpoint: string; alert: AlertView | null; onClose: () => void };

/** A rule of an endpoint, as it is made or changed. */
export function AlertDialog({ endpoint, alert, onClose }: Props) {
  const t = useTranslations("alerts");
  const [texts, setTexts] = useState<AlertTexts>(
    alert ? textsOf(alert) : usualTexts("psi", { name: "", looks: "2", webhook: "" }),
  );
  const save = useEndpointDeed(
    () => (alert ? changeAlert(alert, bodyOf(texts)) : createAlert(endpoint, bodyOf(texts))),
    ({ name }) => {
      toast.success(t("saved", { name }));
      onClose();
    },
  );
  const put = (change: Partial<AlertTexts>) => setTexts({ ...texts, ...change });
  const { of } = METRIC[texts.metric];
  const windows = WINDOWS.includes(texts.window) ? WINDOWS : [texts.window, ...WINDOWS];
  return (
    <EndpointForm
      title={t(alert ? "edit" : "add")}
      confirm={t("save")}
      busy={save.busy}
      general={save.general}
      onClose={onClose}
      onSubmit={() => save.run()}
    >
      <Field label={t("name")} error={save.field("/name")} required>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={texts.name}
            onChange={(event) => put({ name: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("metric")} error={save.field("/metric")}>
          {({ "aria-required": _, ...control }) => (
            <Select
              {...control}
              options={ALERT_METRICS.map((value) => ({ value, label: t(`metrics.${value}`) }))}
              value={texts.metric}
              onChange={(value) => {
                const metric = ALERT_METRICS.find((one) => one === value);
                if (metric) setTexts(usualTexts(metric, texts));
              }}
            />
          )}
        </Field>
        {of === "requests" ? null : (
          <Field
            label={t(of === "inputs" ? "input" : "output")}
            hint={t(of === "inputs" ? "input_hint" : "output_hint")}
            optionalLabel={t("optional")}
            error={save.field(of === "inputs" ? "/input" : "/output")}
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={texts.subject}
                onChange={(event) => put({ subject: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t("comparison")} error={save.field("/comparison")}>
          {({ "aria-required": _, ...control }) => (
            <Select
              {...control}
              options={[
                { value: "above", label: t("above") },
                { value: "below", label: t("below") },
              ]}
              value={texts.comparison}
              onChange={(value) => put({ comparison: value === "below" ? "below" : "above" })}
            />
          )}
        </Field>
        <NumberField
          label={t("threshold")}
          hint={texts.metric === "error_rate" ? t("share_hint") : undefined}
          error={save.field("/threshold")}
          value={texts.threshold}
          onChange={(threshold) => put({ threshold })}
        />
        <Field label={t("window")} error={save.field("/window_minutes")}>
          {({ "aria-required": _, ...control }) => (
            <Select
              {...control}
              options={windows.map((value) => ({ value, label: windowName(Number(value)) }))}
              value={texts.window}
              onChange={(window) => put({ window })}
            />
          )}
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t(`fewest.${of}`)}
          hint={t("fewest_hint")}
          error={save.field("/min_rows")}
          value={texts.minRows}
          onChange={(minRows) => put({ minRows })}
        />
        <NumberField
          label={t("looks")}
          hint={t("looks_hint", { minutes: METRIC[texts.metric].everyMinutes })}
          error={save.field("/looks")}
          value={texts.looks}
          onChange={(looks) => put({ looks })}
        />
      </div>
      <Field
        label={t("webhook")}
        hint={t("webhook_hint")}
        optionalLabel={t("optional")}
        error={save.field("/webhook_id")}
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            autoComplete="off"
            placeholder="whk_…"
            value={texts.webhook}
            onChange={(event) => put({ webhook: event.target.value })}
          />
        )}
      </Field>
    </EndpointForm>
  );

  function windowName(minutes: number): string {
    if (minutes % 1_440 === 0) return t("days", { count: minutes / 1_440 });
    return minutes % 60 === 0 ? t("hours", { count: minutes / 60 }) : t("minutes", { count: minutes });
  }
}
