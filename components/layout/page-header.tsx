import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/client/cn";

export type Crumb = { label: ReactNode; href?: string | undefined };

export function Breadcrumb({ label, items }: { label: string; items: readonly Crumb[] }) {
  return (
    <nav aria-label={label}>
      <ol className="flex min-w-0 flex-wrap items-center gap-1 text-fg-subtle text-xs">
        {items.map((item, index) => (
          <li key={item.href ?? `last-${index}`} className="flex min-w-0 items-center gap-1">
            {index > 0 ? <ChevronRight aria-hidden className="size-3 shrink-0" /> : null}
            {item.href ? (
              <Link href={item.href} className="truncate rounded-sm py-0.5 hover:text-fg hover:underline">
                {item.label}
              </Link>
            ) : (
              <span className="truncate">{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

type PageHeaderProps = {
  title: ReactNode;
  /** Breadcrumb over the title, for pages below an area's list. */
  above?: ReactNode;
  /** Badges beside the title. */
  badges?: ReactNode;
  description?: ReactNode;
  /** Buttons; the main one last. */
  actions?: ReactNode;
  /** NavTabs under the title. */
  tabs?: ReactNode;
  className?: string | undefined;
};

/** First thing of every page; holds its only h1. */
export function PageHeader({ title, above, badges, description, actions, tabs, className }: PageHeaderProps) {
  return (
    <header className={cn("grid gap-3", className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          {above}
          <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 break-words font-semibold text-xl tracking-[-0.01em]">{title}</h1>
            {badges}
          </div>
          {description ? <div className="max-w-3xl text-fg-muted text-sm">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {tabs}
    </header>
  );
}

/** Body of every page: one column with the console's gutters. `wide` for grids and graphs that want all the width. */
export function Page({
  wide = false,
  className,
  children,
}: {
  wide?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "mx-auto grid w-full min-w-0 content-start gap-4 px-4 py-4 sm:px-6 sm:py-5",
        !wide && "max-w-[1440px]",
        className,
      )}
    >
      {children}
    </div>
  );
}

/** Filters at the left, views and column picker at the right. */
export function Toolbar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2 max-sm:[&>*]:grow max-sm:[&>:first-child]:-order-2 max-sm:[&>:first-child]:w-48">
      {children}
      {end ? (
        <div className="ml-auto flex min-w-0 flex-wrap items-center gap-2 max-sm:-order-1 max-sm:grow-0!">
          {end}
        </div>
      ) : null}
    </div>
  );
}
