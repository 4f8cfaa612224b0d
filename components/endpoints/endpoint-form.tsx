"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { GeneralError } from "@/components/settings/form-notices";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

const FORM = "endpoint-form";

type Props = {
  title: string;
  description?: string | undefined;
  confirm: string;
  size?: "md" | "lg" | undefined;
  busy: boolean;
  disabled?: boolean | undefined;
  general: string | undefined;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
};

/** The frame of the forms of endpoints. */
export function EndpointForm(props: Props) {
  const { title, description, confirm, size, busy, disabled, general, onClose, onSubmit, children } = props;
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
          <Button type="submit" form={FORM} variant="primary" busy={busy} disabled={disabled}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !disabled) onSubmit();
        }}
      >
        {children}
        <GeneralError text={general} />
      </form>
    </Dialog>
  );
}
