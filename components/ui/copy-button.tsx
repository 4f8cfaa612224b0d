"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { cn } from "@/lib/client/cn";

/** "Copied" is shown for this long. */
const DONE_MS = 1500;

export function CopyButton({
  text,
  label,
  className,
}: {
  text: string;
  label?: string | undefined;
  className?: string | undefined;
}) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const name = copied ? t("copied") : (label ?? t("copy"));
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      onClick={(event) => {
        event.stopPropagation();
        event.preventDefault();
        void copyText(text).then(setCopied);
      }}
      className={cn(
        "inline-grid size-6 shrink-0 place-items-center rounded-sm text-fg-subtle hover:bg-surface-3 hover:text-fg",
        className,
      )}
    >
      <Icon aria-hidden className={cn("size-3.5", copied && "text-success")} />
    </button>
  );
}

/** There is no clipboard API on plain http; copying a selected hidden field works. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (done) return true;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.className = "fixed top-0 opacity-0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
