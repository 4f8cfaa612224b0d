/**
 * A worker that is root gives each running task a user id of its own. Then a task cannot read the worker's environment or
 * another task's files, and everything it has started can be ended at once, however it has hidden.
 */
export type TaskUsers = {
  /** An id that nobody else has and under which nothing runs. Throws when there is none. */
  take(): Promise<number>;
  /** After everything of the id was ended. An id that is not given back is never used again. */
  giveBack(uid: number): void;
};

/** `lockBlock`: the first number of a block of ids that is ours alone. `clean`: ends what runs under an id and removes what it left; false when it cannot. */
export function createTaskUsers(options: {
  firstUid: number;
  blockIds: number;
  /** The first number of a block that is locked already. */
  first: number | null;
  lockBlock(): Promise<number | null>;
  clean(uid: number): Promise<boolean>;
}): TaskUsers {
  const { firstUid, blockIds } = options;
  const free: number[] = [];
  /** Locked, but what a dead worker may have left under them is still there. */
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
