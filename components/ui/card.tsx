import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

type CardProps = {
  title?: ReactNode;
  description?: ReactNode;
  /** Buttons or a link at the right of the title. */
  actions?: ReactNode;
  /** Content touches the edges: for tables and lists. */
  flush?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
};

export function Card({ title, description, actions, flush = false, className, children }: CardProps) {
  return (
    <section className={cn("min-w-0 rounded-lg border bg-surface shadow-card", className)}>
      {title || actions ? (
        <header
          className={cn(
            "flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2",
            flush && "border-b",
          )}
        >
          <div className="min-w-0">
            {title ? <h2 className="font-semibold text-sm">{title}</h2> : null}
            {description ? <p className="text-fg-subtle text-xs">{description}</p> : null}
          </div>
          {actions ? <div className="flex min-w-0 flex-wrap items-center gap-2">{actions}</div> : null}
        </header>
      ) : null}
      <div className={flush ? "" : cn("p-4", (title || actions) && "pt-1")}>{children}</div>
    </section>
  );
}

/** One number with its name; `href` content belongs in `children`. */
export function Stat({
  label,
  value,
  detail,
  className,
}: {
  label: ReactNode;
  value: ReactNode;
  detail?: ReactNode;
  className?: string | undefined;
}) {
  return (
    <div className={cn("min-w-0", className)}>
      <div className="text-fg-subtle text-xs">{label}</div>
      <div className="nums mt-0.5 truncate font-semibold text-xl">{value}</div>
      {detail ? <div className="text-fg-muted text-xs">{detail}</div> : null}
    </div>
  );
}

/** Names and values of one thing. Missing values are written as a dash with a word for screen readers. */
export function KeyValueList({
  items,
  columns = 1,
  className,
}: {
  items: readonly { label: ReactNode; value: ReactNode; key?: string }[];
  columns?: 1 | 2 | undefined;
  className?: string | undefined;
}) {
  return (
    <dl className={cn("grid gap-x-8", columns === 2 && "md:grid-cols-2", className)}>
      {items.map((item, index) => (
        <div
          key={item.key ?? index}
          className="grid min-h-8 grid-cols-[minmax(7rem,2fr)_5fr] items-center gap-3 border-b py-1 last:border-b-0"
        >
          <dt className="text-fg-subtle text-sm">{item.label}</dt>
          <dd className="min-w-0 break-words text-sm">{item.value ?? <span aria-hidden>{"–"}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
