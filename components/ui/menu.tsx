"use client";
import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { cn } from "@/lib/client/cn";
import { Kbd } from "./kbd";

type MenuProps = {
  /** One button; it takes focus back when the menu closes. */
  trigger: ReactElement;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "bottom" | "right" | undefined;
  className?: string | undefined;
  /** For the main menu of a page: text of the help for the key `.`, which opens it. */
  pageKey?: string | undefined;
  children: ReactNode;
};

export function Menu({ trigger, align = "end", side = "bottom", className, pageKey, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  useHotkeys(pageKey ? [{ keys: "Period", label: pageKey, run: () => setOpen(true) }] : []);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            "z-50 min-w-44 max-w-80 animate-in overflow-y-auto rounded-lg bg-pop p-1 shadow-pop",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const itemClass =
  "flex min-h-7 cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:cursor-not-allowed data-highlighted:bg-surface-2 data-disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0";

type MenuItemProps = {
  icon?: LucideIcon | undefined;
  shortcut?: string | undefined;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  onSelect?: (() => void) | undefined;
  /** Renders the only child (a Link) as the item. */
  asChild?: boolean | undefined;
  children: ReactNode;
};

export function MenuItem({
  icon: Icon,
  shortcut,
  danger,
  disabled,
  onSelect,
  asChild,
  children,
}: MenuItemProps) {
  const classes = cn(itemClass, danger && "text-danger");
  const select = onSelect ? { onSelect: () => onSelect() } : {};
  if (asChild) {
    return (
      <Radix.Item asChild disabled={disabled === true} className={classes} {...select}>
        {children}
      </Radix.Item>
    );
  }
  return (
    <Radix.Item disabled={disabled === true} className={classes} {...select}>
      {Icon ? <Icon aria-hidden className={danger ? "" : "text-fg-subtle"} /> : null}
      <span className="min-w-0 flex-1">{children}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </Radix.Item>
  );
}

export function MenuCheckItem({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      onSelect={(event) => event.preventDefault()}
      className={cn(itemClass, "pl-7 relative")}
    >
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden className="text-accent" />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

type MenuRadioProps<T extends string> = {
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
};

export function MenuRadio<T extends string>({ value, options, onChange }: MenuRadioProps<T>) {
  return (
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={cn(itemClass, "relative pl-7")}>
          <Radix.ItemIndicator className="absolute left-2">
            <Check aria-hidden className="text-accent" />
          </Radix.ItemIndicator>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-fg-subtle text-xs">{children}</Radix.Label>;
}
