"use client";
import {
  Children,
  type ComponentProps,
  cloneElement,
  createContext,
  isValidElement,
  type ReactNode,
  useContext,
} from "react";
import { cn } from "@/lib/client/cn";

/** Headings of a table whose rows are cards on a phone; null for one that is scrolled there. */
const Headings = createContext<readonly (string | null)[] | null>(null);

type TableProps = ComponentProps<"table"> & {
  label: string;
  /** On a phone a row is a card: its first cell is the title, and the others follow their headings. */
  cards?: boolean | undefined;
};

/**
 * Plain table for short lists (up to about 100 rows); longer or sortable ones use DataTable. It is `relative` so that text for
 * screen readers in a cell stays in its scroller and does not widen the page.
 */
export function Table({ label, cards = false, className, ...props }: TableProps) {
  return (
    <Headings value={cards ? headingsOf(props.children) : null}>
      <section
        aria-label={label}
        tabIndex={0}
        className="relative min-w-0 overflow-x-auto focus-visible:-outline-offset-2"
      >
        <table
          {...props}
          className={cn(
            "w-full border-collapse text-sm",
            cards && "max-sm:block max-sm:[&>tbody]:block max-sm:[&>thead]:sr-only",
            className,
          )}
        />
      </section>
    </Headings>
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

const IN_CARD =
  "max-sm:flex max-sm:h-auto max-sm:min-w-0 max-sm:max-w-full max-sm:items-baseline max-sm:gap-1.5 max-sm:whitespace-normal max-sm:border-0 max-sm:p-0 max-sm:text-left max-sm:[overflow-wrap:anywhere] max-sm:empty:hidden max-sm:first:w-full max-sm:first:pr-10 max-sm:first:pl-0";
const LABELLED =
  "max-sm:before:shrink-0 max-sm:before:font-normal max-sm:before:text-fg-subtle max-sm:before:text-xs max-sm:before:content-[attr(data-label)]";

/** `heading`: given by the row of a card; null for a column without words, such as that of menus. */
type TdProps = ComponentProps<"td"> & { heading?: string | null | undefined };

export function Td({ className, heading, ...props }: TdProps) {
  const isCard = heading !== undefined;
  return (
    <td
      data-label={heading ?? undefined}
      {...props}
      className={cn(
        "h-8 border-b px-3 py-1 first:pl-4",
        !isCard && ["max-sm:first:bg-inherit", STAYS],
        className,
        isCard && IN_CARD,
        heading && `${LABELLED} max-sm:first:before:hidden`,
        heading === null && "max-sm:last:absolute max-sm:last:top-1.5 max-sm:last:right-2 max-sm:last:w-auto",
      )}
    />
  );
}

export function Tr({ className, children, ...props }: ComponentProps<"tr">) {
  const headings = useContext(Headings);
  return (
    <tr
      {...props}
      className={cn(
        "hover:bg-surface-2 max-sm:bg-surface [tbody>&:last-child>td]:border-b-0",
        headings &&
          "max-sm:relative max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-4 max-sm:gap-y-1 max-sm:border-b max-sm:px-4 max-sm:py-2.5 max-sm:last:border-b-0",
        className,
      )}
    >
      {headings
        ? Children.toArray(children).map((cell, at) =>
            isValidElement<TdProps>(cell) ? cloneElement(cell, { heading: headings[at] ?? null }) : cell,
          )
        : children}
    </tr>
  );
}

/** The texts of the headings; null for one that is no plain text. */
function headingsOf(table: ReactNode): (string | null)[] {
  const head = Children.toArray(table).find((part) => isValidElement(part) && part.type === "thead");
  const [row] = childrenOf(head);
  return childrenOf(row).map((cell) => {
    const [text, ...more] = childrenOf(cell);
    return typeof text === "string" && more.length === 0 ? text : null;
  });
}

function childrenOf(node: ReactNode): ReturnType<typeof Children.toArray> {
  return isValidElement<{ children?: ReactNode }>(node) ? Children.toArray(node.props.children) : [];
}
