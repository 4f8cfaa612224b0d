"use client";
import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/client/cn";

const tabClass =
  "-mb-px inline-flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-0.5 text-fg-muted text-sm hover:text-fg";
const activeClass = "border-fg font-medium text-fg";
const count = (value: ReactNode) =>
  value === undefined ? null : (
    <span className="nums rounded-full bg-surface-2 px-1.5 text-2xs text-fg-muted">{value}</span>
  );

export type Tab<T extends string> = { value: T; label: ReactNode; count?: ReactNode; content?: ReactNode };
type TabsProps<T extends string> = {
  label: string;
  tabs: readonly Tab<T>[];
  value: T;
  onChange: (value: T) => void;
  /** As high as what holds it; the content scrolls by itself. */
  fill?: boolean;
  className?: string | undefined;
};

/** Tabs inside a page; keep `value` in the URL with nuqs. */
export function Tabs<T extends string>({ label, tabs, value, onChange, fill, className }: TabsProps<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.value === next);
        if (tab) onChange(tab.value);
      }}
      className={cn("min-w-0", fill && "flex min-h-0 flex-1 flex-col", className)}
    >
      <Radix.List
        aria-label={label}
        className={cn("flex shrink-0 gap-5 overflow-x-auto overflow-y-hidden border-b", fill && "px-4")}
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={cn(
              tabClass,
              "data-[state=active]:border-fg data-[state=active]:font-medium data-[state=active]:text-fg",
            )}
          >
            {tab.label}
            {count(tab.count)}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          className={cn(
            "outline-none",
            fill ? "min-h-0 flex-1 overflow-auto p-3 sm:px-4 data-[state=inactive]:hidden" : "pt-4",
          )}
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

type NavTabsProps = {
  label: string;
  tabs: readonly { href: string; label: ReactNode; count?: ReactNode; active: boolean }[];
};

/** Tabs that are pages of their own: links, so that Back and new windows work. */
export function NavTabs({ label, tabs }: NavTabsProps) {
  const nav = useRef<HTMLElement>(null);
  const active = tabs.find((tab) => tab.active)?.href;
  // Scrolls the current tab into view when not all fit.
  useEffect(() => {
    const link = active && nav.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (link && nav.current)
      nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2;
  }, [active]);
  return (
    <nav
      ref={nav}
      aria-label={label}
      // On a phone all of them are in sight.
      className="relative flex gap-5 overflow-x-auto overflow-y-hidden border-b max-sm:flex-wrap max-sm:gap-x-4 max-sm:gap-y-0.5"
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.active ? "page" : undefined}
          className={cn(tabClass, tab.active && activeClass)}
        >
          {tab.label}
          {count(tab.count)}
        </Link>
      ))}
    </nav>
  );
}
