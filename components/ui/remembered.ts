import { useSyncExternalStore } from "react";

type Choices = Record<string, boolean>;
export type Remembered<T extends Choices> = {
  first: T;
  current: () => T;
  watch: (listener: () => void) => () => void;
  set: (change: Partial<T>) => void;
};

/** Choices of the reader that this browser keeps under `key`. Foreign values under it are ignored. */
export function remembered<T extends Choices>(key: string, first: T): Remembered<T> {
  const watchers = new Set<() => void>();
  let known: T | undefined;

  function current(): T {
    known ??= { ...first, ...stored() };
    return known;
  }
  function stored(): Partial<T> {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
      if (typeof value !== "object" || value === null) return {};
      return Object.fromEntries(
        Object.entries(value).filter(([name, on]) => name in first && typeof on === "boolean"),
      ) as Partial<T>;
    } catch {
      return {};
    }
  }

  return {
    first,
    current,
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    set(change) {
      known = { ...current(), ...change };
      localStorage.setItem(key, JSON.stringify(known));
      for (const watcher of watchers) watcher();
    },
  };
}

export function useRemembered<T extends Choices>(choices: Remembered<T>): [T, (change: Partial<T>) => void] {
  return [useSyncExternalStore(choices.watch, choices.current, () => choices.first), choices.set];
}
