"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { GeneralError } from "@/components/settings/form-notices";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ProgressBar } from "@/components/ui/progress-bar";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import type { BatchView } from "@/lib/batch-predictions/schema";
import { FORMATS, type Format, LIMITS } from "@/lib/batch-predictions/values";
import { ApiError } from "@/lib/client/api";
import { ExpectedColumns } from "./expected-columns";
import { formatOf } from "./format-of";
import { batchQueries, startBatch, uploadFile } from "./queries";
import { RowsField, rowsIn } from "./rows-field";

const FORM = "batch-prediction";
const MOST_BYTES = LIMITS.uploadPartBytes * LIMITS.uploadParts;
type From = "upload" | "path" | "artifact" | "rows";
type Props = { onClose: () => void; onStarted: (batch: BatchView) => void };

/** Which endpoint, which file, and which columns are kept beside the answers. */
export function StartBatchDialog({ onClose, onStarted }: Props) {
  const t = useTranslations("batch_predictions");
  const common = useTranslations("common");
  const client = useQueryClient();
  const endpoints = useQuery(batchQueries.endpoints()).data?.data ?? [];
  const [endpoint, setEndpoint] = useState("");
  const [from, setFrom] = useState<From>("upload");
  const [file, setFile] = useState<File | null>(null);
  const [place, setPlace] = useState("");
  const [rows, setRows] = useState("");
  const [format, setFormat] = useState<Format>("csv");
  const [keys, setKeys] = useState("");
  const [rowsPerRun, setRowsPerRun] = useState("1");
  const [sent, setSent] = useState(0);
  const chosen = endpoint || (endpoints[0]?.name ?? "");
  const service = endpoints.find(({ name }) => name === chosen)?.feature_service ?? null;
  const tooLarge = file !== null && file.size > MOST_BYTES;

  const start = useMutation({
    mutationFn: async () => {
      const source =
        from === "path"
          ? { path: place.trim() }
          : from === "artifact"
            ? { artifact_id: place.trim() }
            : from === "rows"
              ? { rows: rowsIn(rows) }
              : { upload: await uploadFile(file ?? new Blob(), setSent) };
      const key_columns = keys
        .split(",")
        .map((key) => key.trim())
        .filter((key) => key !== "");
      return startBatch({
        ...{ endpoint: chosen, source, rows_per_run: Number(rowsPerRun) },
        ...(from !== "rows" && { format }),
        ...(key_columns.length > 0 && { key_columns }),
      });
    },
    onSuccess: async (batch) => {
      await client.invalidateQueries({ queryKey: ["batch_predictions"] });
      onStarted(batch);
    },
  });
  const error = start.error instanceof ApiError ? start.error : null;
  const under = (pointer: string) =>
    error?.errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail;
  const hasRows = {
    upload: file !== null && !tooLarge,
    path: place.trim() !== "",
    artifact: place.trim() !== "",
    rows: rowsIn(rows) !== null,
  };
  const isReady = chosen !== "" && hasRows[from];

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("start")}
      description={t("start_text")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form={FORM} variant="primary" busy={start.isPending} disabled={!isReady}>
            {t("start_now")}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!start.isPending && isReady) start.mutate();
        }}
      >
        <Field
          label={t("endpoint")}
          hint={endpoints.length === 0 ? t("no_endpoints") : t("endpoint_hint")}
          error={under("/endpoint")}
        >
          {({ id }) => (
            <Select
              id={id}
              value={chosen}
              onChange={setEndpoint}
              options={endpoints.map(({ name }) => ({ value: name, label: name }))}
            />
          )}
        </Field>
        {chosen ? <ExpectedColumns endpoint={chosen} service={service} /> : null}
        <SegmentedControl
          label={t("source")}
          value={from}
          onChange={setFrom}
          options={[
            { value: "upload", label: t("from.upload") },
            { value: "path", label: t("from.path") },
            { value: "artifact", label: t("from.artifact") },
            { value: "rows", label: t("from.rows") },
          ]}
        />
        {from === "rows" ? (
          <RowsField endpoint={chosen} value={rows} onChange={setRows} error={under("/source")} />
        ) : from === "upload" ? (
          <Field
            label={t("file")}
            hint={t("file_hint")}
            error={tooLarge ? t("file_too_large") : under("/source")}
            required
          >
            {(control) => (
              <Input
                {...control}
                type="file"
                accept=".csv,.jsonl,.ndjson,.parquet,.gz"
                className="py-1"
                onChange={(event) => {
                  const picked = event.target.files?.[0] ?? null;
                  setFile(picked);
                  setSent(0);
                  if (picked) setFormat(formatOf(picked.name) ?? format);
                }}
              />
            )}
          </Field>
        ) : (
          <Field
            label={t(`from.${from}`)}
            hint={t(from === "path" ? "path_hint" : "artifact_hint")}
            error={under("/source")}
            required
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                value={place}
                onChange={(event) => {
                  setPlace(event.target.value);
                  setFormat(formatOf(event.target.value) ?? format);
                }}
              />
            )}
          </Field>
        )}
        {start.isPending && file && from === "upload" ? (
          <ProgressBar label={t("uploading")} value={sent} max={file.size} />
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          {from === "rows" ? null : (
            <Field label={t("format")} error={under("/format")}>
              {({ id }) => (
                <Select
                  id={id}
                  value={format}
                  onChange={(value) => setFormat(FORMATS.find((one) => one === value) ?? format)}
                  options={FORMATS.map((one) => ({ value: one, label: one.toUpperCase() }))}
                />
              )}
            </Field>
          )}
          <Field label={t("rows_per_run")} hint={t("rows_per_run_hint")} error={under("/rows_per_run")}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={LIMITS.rowsPerRun}
                value={rowsPerRun}
                onChange={(event) => setRowsPerRun(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field
          label={t("key_columns")}
          hint={t(service ? "key_columns_joined" : "key_columns_hint")}
          error={under("/key_columns")}
          optionalLabel={t("optional")}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={keys}
              onChange={(event) => setKeys(event.target.value)}
            />
          )}
        </Field>
        <GeneralError text={start.error && !error?.errors.length ? start.error.message : undefined} />
      </form>
    </Dialog>
  );
}
