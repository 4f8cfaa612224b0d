"use client";
import type { LucideIcon } from "lucide-react";
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

type SegmentedControlProps<T extends string> = {
  label: string;
  options: readonly { value: T; label: ReactNode; icon?: LucideIcon }[];
  value: T;
  onChange: (value: T) => void;
  className?: string | undefined;
};

/** Two to five views of the same thing. */
export function SegmentedControl<T extends string>({
  label,
  options,
  value,
  onChange,
  className,
}: SegmentedControlProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onChange(option.value);
      }}
      className={cn("inline-flex h-8 items-center gap-0.5 rounded-md bg-surface-3 p-0.5", className)}
    >
      {options.map(({ value: key, label: text, icon: Icon }) => (
        <ToggleGroup.Item
          key={key}
          value={key}
          className="inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-[5px] px-2.5 text-fg-muted text-sm hover:text-fg data-[state=on]:bg-surface data-[state=on]:text-fg data-[state=on]:shadow-card"
        >
          {Icon ? <Icon aria-hidden className="size-3.5" /> : null}
          {text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
