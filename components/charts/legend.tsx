import type { ReactNode } from "react";
import type { Look } from "./lines";
import { LookSwatch } from "./look-swatch";

type Props = { label: string; items: readonly { id: string; look: Look; name: ReactNode }[] };

/** The names of lines, each with a piece of it. */
export function Legend({ label, items }: Props) {
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className="max-h-32 overflow-y-auto focus-visible:-outline-offset-2"
    >
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5 pt-2 text-fg-muted text-xs">
        {items.map(({ id, look, name }) => (
          <li key={id} className="flex min-h-6 min-w-0 max-w-full items-center gap-1.5">
            <LookSwatch look={look} />
            <span className="min-w-0 truncate">{name}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
