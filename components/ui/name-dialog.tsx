"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";
import { useErrorText } from "./states";

type NameDialogProps = {
  title: string;
  label: string;
  /** The name before. */
  name: string;
  /** Keeps it under this name. Its error is shown at the field; else the dialog closes. */
  save: (name: string) => Promise<void>;
  onClose: () => void;
  /** What else is said of it, below the name. */
  children?: ReactNode;
};

/** Something is kept under a name. */
export function NameDialog({ title, label, name: before, save, onClose, children }: NameDialogProps) {
  const common = useTranslations("common");
  const errorText = useErrorText();
  const [name, setName] = useState(before);
  const saving = useMutation({ mutationFn: () => save(name), onSuccess: onClose });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="name"
            variant="primary"
            busy={saving.isPending}
            disabled={name.trim() === ""}
          >
            {common("save")}
          </Button>
        </>
      }
    >
      <form
        id="name"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Field label={label} required error={saving.error ? errorText(saving.error).text : undefined}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        {children}
      </form>
    </Dialog>
  );
}
