"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";
import { controlClass } from "./input";

export type SelectOption = { value: string; label: ReactNode; disabled?: boolean };

type SelectProps = {
  options: readonly SelectOption[];
  value: string | undefined;
  onChange: (value: string) => void;
  placeholder?: string | undefined;
  /** Needed without a Field around it. */
  label?: string | undefined;
  id?: string | undefined;
  name?: string | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
};

/** Values must not be empty strings; use a word such as "all". */
export function Select({
  options,
  value,
  onChange,
  placeholder,
  label,
  id,
  name,
  disabled,
  className,
  ...aria
}: SelectProps) {
  return (
    <Radix.Root
      {...(value === undefined ? {} : { value })}
      onValueChange={onChange}
      disabled={disabled === true}
      {...(name === undefined ? {} : { name })}
    >
      <Radix.Trigger
        {...aria}
        id={id}
        aria-label={label}
        className={cn(
          controlClass,
          "flex h-8 items-center justify-between gap-2 text-left data-placeholder:text-fg-subtle",
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-fg-subtle" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-in overflow-hidden rounded-lg bg-pop p-1 shadow-pop"
        >
          {/* It renders a style element, which needs the nonce of the policy. */}
          <Radix.Viewport nonce={globalThis.__webpack_nonce__ ?? ""}>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled === true}
                className="relative flex h-7 cursor-pointer select-none items-center rounded-md pr-8 pl-2 text-sm outline-none data-disabled:cursor-not-allowed data-highlighted:bg-surface-2 data-disabled:opacity-50"
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden className="size-3.5 text-accent" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
