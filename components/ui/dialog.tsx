"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";
import { IconButton } from "./icon-button";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, right-aligned; the main one last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg" | "xl" | undefined;
  children?: ReactNode;
};

const WIDTH = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl", xl: "max-w-5xl" } as const;

/** Put the form inside as `children`; submit it from the footer with `<Button type="submit" form="id">`. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = "md",
  children,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          className={cn(
            "fixed top-[10dvh] left-1/2 z-40 flex max-h-[80dvh] w-[calc(100vw-1.5rem)] -translate-x-1/2 animate-in flex-col rounded-xl bg-pop shadow-pop outline-none",
            WIDTH[size],
          )}
        >
          <OverlayHeader title={title} description={description} />
          {children ? <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div> : null}
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const FIELDS =
  "[data-autofocus], input:not([type=hidden]), textarea, [role=combobox], [role=checkbox], [role=switch]";

/** Focuses the first field, else the panel; not the close button, which comes first. */
function focusFirstField(event: Event): void {
  const panel = event.currentTarget;
  if (!(panel instanceof HTMLElement)) return;
  event.preventDefault();
  (panel.querySelector<HTMLElement>(FIELDS) ?? panel).focus();
}

/** Details beside a list: `Enter` opens the page, a click opens this. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = "md",
  children,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          className={cn(
            "fixed inset-y-0 right-0 z-40 flex w-full animate-sheet flex-col border-l bg-pop shadow-pop outline-none",
            WIDTH[size],
          )}
        >
          <OverlayHeader title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function OverlayHeader({ title, description }: { title: ReactNode; description: ReactNode }) {
  const t = useTranslations("common");
  return (
    <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
      <div className="min-w-0">
        <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
        {description ? (
          <Radix.Description className="mt-0.5 text-fg-muted text-sm">{description}</Radix.Description>
        ) : null}
      </div>
      <Radix.Close asChild>
        <IconButton icon={X} label={t("close")} size="sm" className="-mr-1.5" />
      </Radix.Close>
    </header>
  );
}
