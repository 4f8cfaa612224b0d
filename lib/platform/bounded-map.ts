/** Holds at most so many; what was not asked for the longest goes first. */
export class BoundedMap<K, V> {
  readonly #held = new Map<K, V>();
  constructor(readonly most: number) {}

  get(key: K): V | undefined {
    const value = this.#held.get(key);
    if (value === undefined) return undefined;
    this.#held.delete(key);
    this.#held.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#held.delete(key);
    this.#held.set(key, value);
    if (this.#held.size <= this.most) return;
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }

  deleteWhere(matches: (value: V) => boolean): void {
    for (const [key, value] of this.#held) if (matches(value)) this.#held.delete(key);
  }

  entries(): IterableIterator<[K, V]> {
    return this.#held.entries();
  }

  clear(): void {
    this.#held.clear();
  }

  get size(): number {
    return this.#held.size;
  }
}
