/** Selected row ids. The page keeps them for its bulk bar. */
export type Selection = { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void };

export type SelectAll = { state: "all" | "some" | "none"; toggle: () => void };

export function selectAll(
  selection: Selection | undefined,
  loaded: readonly string[],
): SelectAll | undefined {
  if (!selection) return undefined;
  const chosen = loaded.filter((id) => selection.ids.has(id)).length;
  const state = chosen === 0 ? "none" : chosen === loaded.length ? "all" : "some";
  return { state, toggle: () => selection.onChange(new Set(state === "all" ? [] : loaded)) };
}

export function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
