/**
 * A worker that is root gives each running task its own user id. The task then cannot read the worker's environment or
 * other tasks' files, and all its processes can be killed at once, however they hide.
 */
export type TaskUsers = {
  /** An id without an owner and without processes. Throws when there is none. */
  take(): Promise<number>;
  /** Call it after all processes of the id were killed. An id that is not returned is never used again. */
  giveBack(uid: number): void;
};

/**
 * `lockBlock` locks a block of ids and returns the first. `clean` kills an id's processes and removes its files; false
 * when it cannot.
 */
export function createTaskUsers(options: {
  firstUid: number;
  blockIds: number;
  /** The first id of a block that is locked already. */
  first: number | null;
  lockBlock(): Promise<number | null>;
  clean(uid: number): Promise<boolean>;
}): TaskUsers {
  const { firstUid, blockIds } = options;
  const free: number[] = [];
  /** Locked, but a dead worker may have left processes and files under these ids. */
  const untried: number[] = [];
  let locking: Promise<void> | undefined;

  const add = (first: number) => {
    for (let at = blockIds - 1; at >= 0; at--) untried.push(firstUid + first + at);
  };
  if (options.first !== null) add(options.first);

  async function lockMore(): Promise<void> {
    const first = await options.lockBlock();
    if (first === null) throw new Error(`No user id from ${firstUid} on is free.`);
    add(first);
  }

  return {
    async take() {
      for (;;) {
        const known = free.pop();
        if (known !== undefined) return known;
        const next = untried.pop();
        if (next !== undefined) {
          if (await options.clean(next)) return next;
          continue;
        }
        locking ??= lockMore().finally(() => {
          locking = undefined;
        });
        await locking;
      }
    },
    giveBack: (uid) => void free.push(uid),
  };
}
