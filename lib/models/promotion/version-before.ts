type Change = { fromVersion: number | null; toVersion: number | null; kind: string };

/**
 * The version that an alias stood for before the present one, for a rollback. `changes` are those of the alias, the newest
 * first. A second rollback goes further back, and not forth again: the move that counts is the one by which a version came
 * first, and a version that is gone is stepped over. Null when there is nothing before.
 */
export function versionBefore(
  changes: readonly Change[],
  current: number,
  isPresent: (version: number) => boolean,
): number | null {
  const seen = new Set<number>();
  let at = current;
  for (;;) {
    seen.add(at);
    const came = changes.find(({ toVersion, kind }) => toVersion === at && kind !== "rollback");
    const before = came?.fromVersion ?? null;
    if (before === null || seen.has(before)) return null;
    if (isPresent(before)) return before;
    at = before;
  }
}
