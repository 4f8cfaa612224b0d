"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { changeRun } from "./queries";

/** The name and the note of a run. */
export function RunDialog({ run, onClose }: { run: TrainingRunDetail; onClose: () => void }) {
  const t = useTranslations("experiments");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [name, setName] = useState(run.name);
  const [description, setDescription] = useState(run.description ?? "");
  const save = useMutation({
    mutationFn: () => changeRun(run.id, { name, description }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ["experiments"] });
      toast.success(t("saved", { name: saved.name }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("edit_run")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="training-run"
            variant="primary"
            busy={save.isPending}
            disabled={name.trim() === ""}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <form
        id="training-run"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("name")} required error={save.error ? errorText(save.error).text : undefined}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={250}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t("description")} hint={t("markdown_hint")}>
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              maxLength={8_000}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
