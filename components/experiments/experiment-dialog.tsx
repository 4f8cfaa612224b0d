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
import { ApiError } from "@/lib/client/api";
import type { ExperimentView } from "@/lib/experiments/schema";
import { changeExperiment, createExperiment } from "./queries";

/** Makes an experiment (null), or changes the name and description of one. */
export function ExperimentDialog({
  target,
  onClose,
}: {
  target: ExperimentView | null;
  onClose: () => void;
}) {
  const t = useTranslations("experiments");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [name, setName] = useState(target?.name ?? "");
  const [description, setDescription] = useState(target?.description ?? "");
  const save = useMutation({
    mutationFn: () =>
      target ? changeExperiment(target.id, { name, description }) : createExperiment({ name, description }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ["experiments"] });
      toast.success(t(target ? "saved" : "created_toast", { name: saved.name }));
      onClose();
    },
  });
  const problem = save.error instanceof ApiError ? save.error : null;
  const nameError =
    problem?.field("/name") ??
    (save.error && !problem?.errors.length ? errorText(save.error).text : undefined);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(target ? "edit" : "create")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="experiment"
            variant="primary"
            busy={save.isPending}
            disabled={name.trim() === ""}
          >
            {t(target ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form
        id="experiment"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("name")} required error={nameError}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={500}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t("description")} hint={t("markdown_hint")} error={problem?.field("/description")}>
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
