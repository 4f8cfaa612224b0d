"use client";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/client/cn";
import type { Choice } from "./completion";

type Props = {
  id: string;
  label: string;
  choices: readonly Choice[];
  active: number | null;
  onTake: (at: number) => void;
};

/** Below the search box. The focus stays in the box. */
export function CompletionList({ id, label, choices, active, onTake }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== null) list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={label}
      className="absolute top-full left-0 z-40 mt-1 max-h-72 w-80 max-w-full animate-in overflow-y-auto rounded-lg bg-pop p-1 shadow-pop"
    >
      {choices.map(({ text, insert, kind }, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box, which keeps the focus
        <div
          key={`${kind} ${insert}`}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={active === at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(at)}
          className={cn(
            "flex min-h-7 cursor-pointer items-center gap-2 rounded-md px-2 py-1 font-mono text-xs hover:bg-surface-2",
            active === at && "bg-surface-2",
            kind === "word" && "text-fg-muted",
          )}
        >
          <span className="min-w-0 break-all">
            {text}
            {kind === "field" ? <span className="text-fg-subtle">{":"}</span> : null}
          </span>
        </div>
      ))}
    </div>
  );
}
