/** Background work with a limit. Promises passed to it must not reject. */
export function createTails(most: number): {
  /** Resolves at once while there is room. */
  add(work: Promise<void>): Promise<void>;
  settled(): Promise<void>;
} {
  const open = new Set<Promise<void>>();
  return {
    async add(work) {
      const one = work.then(() => {
        open.delete(one);
      });
      open.add(one);
      while (open.size > most) await Promise.race(open);
    },
    async settled() {
      await Promise.all(open);
    },
  };
}
