"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import type { RegisteredModelRow } from "@/lib/models/schema";
import { changeModel, createModel } from "./queries";
import { useDeed } from "./use-deed";

type Props = {
  target: Pick<RegisteredModelRow, "name" | "description"> | null;
  onClose: () => void;
  onSaved: (name: string) => void;
};

/** Registers a model (null), or changes the name and description of one. */
export function ModelDialog({ target, onClose, onSaved }: Props) {
  const t = useTranslations("models");
  const common = useTranslations("common");
  const [name, setName] = useState(target?.name ?? "");
  const [description, setDescription] = useState(target?.description ?? "");
  const save = useDeed(
    () => (target ? changeModel(target.name, { name, description }) : createModel({ name, description })),
    (saved) => {
      toast.success(t("saved", { name: saved.name }));
      onClose();
      onSaved(saved.name);
    },
  );
  const problem = save.error instanceof ApiError ? save.error : null;
  const nameError = problem?.field("/name") ?? (problem?.errors.length ? undefined : save.text);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(target ? "edit" : "create")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form="model" variant="primary" busy={save.busy} disabled={name.trim() === ""}>
            {t(target ? "save" : "create")}
          </Button>
        </>
      }
    >
      <form
        id="model"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.run();
        }}
      >
        <Field label={t("name")} required error={nameError}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={256}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t("description")} hint={t("markdown_hint")} error={problem?.field("/description")}>
          {(control) => (
            <Textarea
              {...control}
              rows={6}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
