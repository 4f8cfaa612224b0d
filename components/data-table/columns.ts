import type { ReactNode } from "react";

export type Column<T> = {
  /** Stable, because it is part of the URL (`sort`, `cols`). */
  id: string;
  /** Translated heading. */
  header: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. For rows sorted by the server any value will do. */
  value?: ((row: T) => string | number | null | undefined) | undefined;
  /** In px; a column without a width takes the remaining space. */
  width?: number | undefined;
  align?: "left" | "right" | undefined;
  /** false: cannot be switched off in the column picker. */
  hideable?: boolean | undefined;
  /**
   * On a phone: "end" stands beside the title, "plain" says what it is without its heading, "line" has a line of its own.
   * The others have their heading before them.
   */
  phone?: "end" | "plain" | "line" | undefined;
  /** Off until switched on. */
  startHidden?: boolean | undefined;
};

export type Sort = { id: string; desc: boolean };

/** "-started_at": newest first. */
export function parseSort(text: string | null): Sort | null {
  if (!text || !/^-?[\w.]+$/.test(text)) return null;
  return text.startsWith("-") ? { id: text.slice(1), desc: true } : { id: text, desc: false };
}

export function formatSort(sort: Sort | null): string | null {
  return sort ? `${sort.desc ? "-" : ""}${sort.id}` : null;
}

/** Ascending, descending, then the server's order. */
export function nextSort(current: Sort | null, id: string): Sort | null {
  if (current?.id !== id) return { id, desc: false };
  return current.desc ? null : { id, desc: true };
}

/** `cols=-owner,tags`: only differences from the defaults, so that new columns appear by themselves. */
export function visibilityOf<T>(
  columns: readonly Column<T>[],
  changes: readonly string[],
): Record<string, boolean> {
  return Object.fromEntries(
    columns.map((column) => {
      if (column.hideable === false) return [column.id, true];
      if (changes.includes(`-${column.id}`)) return [column.id, false];
      return [column.id, changes.includes(column.id) || column.startHidden !== true];
    }),
  );
}

export function toggleColumn<T>(
  columns: readonly Column<T>[],
  changes: readonly string[],
  id: string,
  visible: boolean,
): string[] {
  const known = new Set(columns.map((column) => column.id));
  const others = changes.filter(
    (change) => change.replace(/^-/, "") !== id && known.has(change.replace(/^-/, "")),
  );
  const usual = columns.find((column) => column.id === id)?.startHidden !== true;
  if (visible === usual) return others;
  return [...others, visible ? id : `-${id}`];
}
