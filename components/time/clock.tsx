"use client";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";

/** One clock for the page, so a hundred relative times share one timer. */
const TICK_MS = 1000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const noTick = () => () => {};

const ServerNow = createContext(0);
const ZoneContext = createContext("UTC");

/** `startedAt` is the server's time, so that the browser's first render has the same text. */
export function ClockProvider({
  startedAt,
  timeZone,
  children,
}: {
  startedAt: number;
  timeZone: string;
  children: ReactNode;
}) {
  return (
    <ServerNow value={startedAt}>
      <ZoneContext value={timeZone}>{children}</ZoneContext>
    </ServerNow>
  );
}

/** The present in ms; ticks every second while `live`. */
export function useNow(live = true): number {
  const startedAt = useContext(ServerNow);
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const ticking = useSyncExternalStore(
    live ? subscribe : noTick,
    () => now,
    () => startedAt,
  );
  return mounted ? ticking : startedAt || ticking;
}

/** The person's zone by their setting, else the browser's. */
export function useTimeZone(): string {
  return useContext(ZoneContext);
}
