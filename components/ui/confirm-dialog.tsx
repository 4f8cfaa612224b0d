"use client";
import { useTranslations } from "next-intl";
import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Field } from "./field";
import { Input } from "./input";

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, with counts, and whether it can be undone. */
  description: ReactNode;
  /** A verb with its object: "Delete token", never "OK". */
  confirmLabel: string;
  /** Label of the button that does not confirm, where "Cancel" could be read as the action itself. */
  keepLabel?: string | undefined;
  danger?: boolean | undefined;
  /** For what cannot be undone: this text must be typed first. */
  typed?: string | undefined;
  busy?: boolean | undefined;
  /** It cannot be confirmed; the dialog says why. */
  disabled?: boolean | undefined;
  error?: string | undefined;
  /** The caller closes the dialog after the server's reply. */
  onConfirm: () => void;
  children?: ReactNode;
};

export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  keepLabel,
  danger = false,
  typed,
  busy,
  disabled = false,
  error,
  onConfirm,
  children,
}: ConfirmDialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content className="fixed top-[16dvh] left-1/2 z-40 w-[calc(100vw-1.5rem)] max-w-md -translate-x-1/2 animate-in rounded-xl bg-pop shadow-pop outline-none">
          <div className="grid gap-3 p-5">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            <Radix.Description className="text-fg-muted text-sm">{description}</Radix.Description>
            {children}
            <ConfirmForm
              typed={typed}
              danger={danger}
              busy={busy}
              disabled={disabled}
              error={error}
              confirmLabel={confirmLabel}
              keepLabel={keepLabel}
              onConfirm={onConfirm}
            />
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ConfirmFormProps = Pick<
  ConfirmDialogProps,
  "typed" | "danger" | "busy" | "disabled" | "error" | "confirmLabel" | "keepLabel" | "onConfirm"
>;

/** Mounted with the dialog, so that the typed text starts empty each time. */
function ConfirmForm({
  typed,
  danger,
  busy,
  disabled,
  error,
  confirmLabel,
  keepLabel,
  onConfirm,
}: ConfirmFormProps) {
  const t = useTranslations("common");
  const [text, setText] = useState("");
  const ready = typed === undefined || text.trim() === typed;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && busy !== true && !disabled) onConfirm();
      }}
    >
      {typed === undefined ? null : (
        <Field
          label={t.rich("confirm_type", {
            text: () => <code className="select-all rounded-sm bg-surface-2 px-1 text-xs">{typed}</code>,
          })}
        >
          {(control) => (
            <Input
              {...control}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      )}
      {error ? (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Radix.Cancel asChild>
          <Button>{keepLabel ?? t("cancel")}</Button>
        </Radix.Cancel>
        <Button
          type="submit"
          variant={danger ? "danger" : "primary"}
          busy={busy}
          disabled={!ready || disabled}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
