"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { joinLive, type LiveStatus } from "./leader";
import { createRefresher } from "./refresher";
import type { LiveEvent } from "./topics";

/** Events of one burst (a fan-out of tasks) are handled together. */
const BATCH_MS = 250;
/** Short interruptions are not shown. */
const OFFLINE_AFTER_MS = 5000;
const POLL_MS = 10_000;

type Handler = (event: LiveEvent) => void;
type Live = { offline: boolean; listen: (handler: Handler) => () => void };

const LiveContext = createContext<Live>({ offline: false, listen: () => () => {} });

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>("connecting");
  const [offline, setOffline] = useState(false);
  const handlers = useRef(new Set<Handler>());

  useEffect(() => {
    let batch: LiveEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresher = createRefresher(client);
    const flush = () => {
      timer = undefined;
      refresher.apply(batch);
      batch = [];
    };
    const leave = joinLive("/api/v1/events", {
      onStatus: setStatus,
      onEvent(event) {
        for (const handler of handlers.current) handler(event);
        batch.push(event);
        timer ??= setTimeout(flush, BATCH_MS);
      },
    });
    return () => {
      clearTimeout(timer);
      refresher.stop();
      leave();
    };
  }, [client]);

  const gap = useRef<"start" | "offline" | null>("start");
  useEffect(() => {
    if (status !== "offline") {
      setOffline(false);
      if (status !== "online") return;
      // Events were missed meanwhile; at the start, those between the first reads and the opening of the stream.
      if (gap.current === "offline") void client.invalidateQueries();
      if (gap.current === "start")
        void client.invalidateQueries({ predicate: ({ state }) => state.dataUpdatedAt > 0 });
      gap.current = null;
      return;
    }
    gap.current = "offline";
    const late = setTimeout(() => setOffline(true), OFFLINE_AFTER_MS);
    const poll = setInterval(() => void client.invalidateQueries(), POLL_MS);
    return () => {
      clearTimeout(late);
      clearInterval(poll);
    };
  }, [status, client]);

  const [live] = useState(() => ({
    listen(handler: Handler) {
      handlers.current.add(handler);
      return () => void handlers.current.delete(handler);
    },
  }));
  return <LiveContext value={{ ...live, offline }}>{children}</LiveContext>;
}

export function useOffline(): boolean {
  return useContext(LiveContext).offline;
}

/** For updates that a query cannot express, such as appending log lines. Most pages need only the right query key. */
export function useLiveEvent(topic: LiveEvent["topic"], handler: (event: LiveEvent) => void): void {
  const { listen } = useContext(LiveContext);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => listen((event) => event.topic === topic && latest.current(event)), [listen, topic]);
}
