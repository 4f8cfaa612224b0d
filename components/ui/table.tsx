import type { ComponentProps } from "react";
import { cn } from "@/lib/client/cn";

/**
 * Plain table for short lists (up to about 100 rows); longer or sortable ones use DataTable. It is `relative` so that text for
 * screen readers in a cell stays in its scroller and does not widen the page.
 */
export function Table({ label, className, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className="relative min-w-0 overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table {...props} className={cn("w-full border-collapse text-sm", className)} />
    </section>
  );
}

/** On a phone the first column stays in sight while the others are scrolled, and leaves room for them. */
const STAYS =
  "max-sm:first:sticky max-sm:first:left-0 max-sm:first:z-10 max-sm:first:max-w-[46vw] max-sm:first:overflow-hidden max-sm:first:border-r max-sm:first:pl-3 max-sm:first:text-ellipsis";

export function Th({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...props}
      className={cn(
        "h-8 whitespace-nowrap border-b bg-surface px-3 text-left first:pl-4 font-medium text-fg-subtle text-xs",
        STAYS,
        className,
      )}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<"td">) {
  return (
    <td
      {...props}
      className={cn("h-8 border-b px-3 py-1 first:pl-4 max-sm:first:bg-inherit", STAYS, className)}
    />
  );
}

export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      {...props}
      className={cn("max-sm:bg-surface hover:bg-surface-2 [tbody>&:last-child>td]:border-b-0", className)}
    />
  );
}
