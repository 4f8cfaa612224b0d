"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Outline } from "@/lib/artifacts/values";
import { cn } from "@/lib/client/cn";

/** So many of a list are drawn at first, and with each click. */
const STEP = 100;
const MOST_CHARS = 2_000;

/** JSON that is unfolded by hand: what is folded is not drawn, so a long one costs no more than a short one. */
export function JsonTree({ value }: { value: Outline }) {
  const t = useTranslations("viewer");
  return (
    <section
      tabIndex={0}
      aria-label={t("json")}
      className="max-h-[60dvh] min-w-0 overflow-auto rounded-lg border bg-bg p-2 font-mono text-xs leading-6 focus-visible:-outline-offset-2"
    >
      <Node name={null} value={value} isOpen />
    </section>
  );
}

function Node({ name, value, isOpen = false }: { name: string | null; value: Outline; isOpen?: boolean }) {
  const t = useTranslations("viewer");
  const [open, setOpen] = useState(isOpen);
  const label = name === null ? null : <span className="text-fg-muted">{`${name}: `}</span>;
  if (value.kind === "text" || value.kind === "word") {
    return (
      <div className="break-all pl-5">
        {label}
        <Leaf value={value} />
      </div>
    );
  }
  const count = value.kind === "object" ? value.entries.length : value.items.length;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 max-w-full items-center gap-1 rounded-sm text-left hover:bg-surface-2"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-4 shrink-0 transition-transform", open && "rotate-90")}
        />
        <span className="break-all">
          {label}
          <span className="text-fg-subtle">
            {value.kind === "object" ? t("fields", { count }) : t("items", { count })}
          </span>
        </span>
      </button>
      {open ? <Children value={value} /> : null}
    </div>
  );
}

function Children({ value }: { value: Extract<Outline, { kind: "object" | "array" }> }) {
  const t = useTranslations("viewer");
  const [shown, setShown] = useState(STEP);
  const all =
    value.kind === "object"
      ? value.entries.map(({ key, value: inner }) => ({ name: key, inner }))
      : value.items.map((inner, at) => ({ name: String(at), inner }));
  return (
    <div className="ml-2 border-l pl-2">
      {all.slice(0, shown).map(({ name, inner }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and nothing moves
        <Node key={at} name={name} value={inner} />
      ))}
      {shown < all.length ? (
        <button
          type="button"
          className="min-h-6 pl-5 text-accent hover:underline"
          onClick={() => setShown(shown + STEP)}
        >
          {t("more_items", { count: all.length - shown })}
        </button>
      ) : null}
    </div>
  );
}

function Leaf({ value }: { value: Extract<Outline, { kind: "text" | "word" }> }) {
  if (value.kind === "word") {
    const isNumber = /^[-\d]/.test(value.text);
    return <span className={isNumber ? "text-info" : "text-warning"}>{value.text}</span>;
  }
  const text = value.text.length > MOST_CHARS ? `${value.text.slice(0, MOST_CHARS)}…` : value.text;
  return <span className="text-success">{JSON.stringify(text)}</span>;
}
