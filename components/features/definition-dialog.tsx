"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { GeneralError, StaleNotice } from "@/components/settings/form-notices";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const FORM = "feature-definition";

type Props = {
  title: string;
  description?: string | undefined;
  /** Of the button; else it says that this is saved. */
  confirm?: string | undefined;
  size?: "sm" | "md" | "lg" | undefined;
  busy: boolean;
  standing: readonly { label: string; value: ReactNode }[] | null;
  general: string | undefined;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
};

/** The frame of the forms of definitions. */
export function DefinitionDialog(props: Props) {
  const { title, description, confirm, size, busy, standing, general, onClose, onSubmit, children } = props;
  const t = useTranslations("features");
  const common = useTranslations("common");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      size={size}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form={FORM} variant="primary" busy={busy}>
            {confirm ?? (standing ? t("replace") : t("save"))}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onSubmit();
        }}
      >
        <StaleNotice standing={standing} />
        {children}
        <GeneralError text={general} />
      </form>
    </Dialog>
  );
}

type TextFieldProps = {
  label: string;
  hint?: string | undefined;
  optional?: boolean | undefined;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
};

/** A name, or another text of one line. */
export function TextField({ label, hint, optional, error, value, onChange }: TextFieldProps) {
  const t = useTranslations("features");
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      required={!optional}
      optionalLabel={optional ? t("optional") : undefined}
    >
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
