/** Of the first of equal neighbours how many there are, of the others 0. */
export function rowsTogether(keys: readonly string[]): number[] {
  const counts = keys.map(() => 0);
  let first = 0;
  for (const [at, key] of keys.entries()) {
    if (key !== keys[first]) first = at;
    counts[first] = (counts[first] ?? 0) + 1;
  }
  return counts;
}
