"use client";
import { useSyncExternalStore } from "react";
import { cn } from "@/lib/client/cn";

/** `keys` is written "mod+K" or "g p"; each key gets its own cap. */
export function Kbd({
  keys,
  inverse = false,
  className,
}: {
  keys: string;
  inverse?: boolean;
  className?: string | undefined;
}) {
  const mac = useIsMac();
  return (
    <span className={cn("inline-flex items-center gap-0.5", className)}>
      {keys.split(/[ +]/).map((key, index) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list, and a key may repeat
          key={index}
          className={cn(
            "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border px-1 font-sans text-2xs",
            inverse ? "border-current/30" : "border-border-strong bg-surface-2 text-fg-muted",
          )}
        >
          {key === "mod" ? (mac ? "⌘" : "Ctrl") : (CAPS[key] ?? key)}
        </kbd>
      ))}
    </span>
  );
}

const CAPS: Record<string, string> = { shift: "⇧", enter: "↵", esc: "Esc" };

const never = () => () => {};

function useIsMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
}
