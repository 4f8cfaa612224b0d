"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { tagRuns } from "./queries";

/** One tag on all selected runs. It can be undone where it replaced nothing. */
export function TagDialog({ runIds, onClose }: { runIds: readonly string[]; onClose: () => void }) {
  const t = useTranslations("experiments");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const read = () => client.invalidateQueries({ queryKey: ["experiments"] });
  const save = useMutation({
    mutationFn: () => tagRuns(runIds, { [key]: value }),
    onSuccess: async ({ changed, replaced }) => {
      await read();
      const undo = { label: common("undo"), onClick: () => void tagRuns(runIds, { [key]: null }).then(read) };
      toast.success(t("runs_tagged", { count: changed }), replaced === 0 ? { action: undo } : {});
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("tag_title", { count: runIds.length })}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="tag-runs"
            variant="primary"
            busy={save.isPending}
            disabled={key.trim() === ""}
          >
            {t("tag_save")}
          </Button>
        </>
      }
    >
      <form
        id="tag-runs"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("key")} required error={save.error ? errorText(save.error).text : undefined}>
          {(control) => (
            <Input
              {...control}
              value={key}
              maxLength={250}
              autoComplete="off"
              onChange={(event) => setKey(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t("value")}>
          {(control) => (
            <Input {...control} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
