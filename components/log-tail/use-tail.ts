"use client";
import { useCallback, useEffect, useReducer, useState } from "react";
import { api, replyOf } from "@/lib/client/api";
import type { LogArrivals, LogRecordPage } from "@/lib/log-records/schema";
import { arrive, hold, NO_ITEMS, release, type TailState } from "./tail-items";
import { type OpenTail, openTail, type TailStatus } from "./tail-stream";

/** What was there before, so that a tail does not begin empty. */
const BEGINNING = 100;
/** A tab that nobody looks at gives its connection back after this, and goes on where it was when it is looked at. */
const HIDDEN_MS = 60_000;

type Step =
  | { kind: "arrived"; arrived: LogArrivals }
  | { kind: "hold" }
  | { kind: "release" }
  | { kind: "clear" };

function step(state: TailState, one: Step): TailState {
  switch (one.kind) {
    case "arrived":
      return arrive(state, one.arrived);
    case "hold":
      return hold(state);
    case "release":
      return release(state);
    case "clear":
      return { ...NO_ITEMS, gone: state.gone + state.items.length };
    default:
      return one satisfies never;
  }
}

/** The newest records of a search, and all that arrive. Mount its page with the search as key. */
export function useTail(q: string) {
  const [state, dispatch] = useReducer(step, NO_ITEMS);
  const [status, setStatus] = useState<TailStatus>("connecting");
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    const leaving = new AbortController();
    /** What arrives before the first ones are there waits for them. */
    let waiting: LogArrivals[] | null = [];
    const begin = async () => {
      const query = { q, limit: BEGINNING, patience_seconds: 2 };
      const first = await api
        .get("/log-records", replyOf<typeof LogRecordPage>(), { query, signal: leaving.signal })
        .catch((cause: unknown) => {
          if (!leaving.signal.aborted) setError(cause);
          return null;
        });
      if (leaving.signal.aborted) return;
      const there: LogArrivals = { data: first?.data.toReversed() ?? [], skipped: 0, passed: 0 };
      for (const arrived of [there, ...(waiting ?? [])]) dispatch({ kind: "arrived", arrived });
      waiting = null;
    };
    const listener = {
      onStatus: setStatus,
      onArrived: (arrived: LogArrivals) =>
        waiting ? void waiting.push(arrived) : dispatch({ kind: "arrived", arrived }),
    };
    const stop = whileSeen(openTail(q, listener));
    void begin();
    return () => {
      leaving.abort();
      stop();
    };
  }, [q]);

  const setHeld = useCallback((isHeld: boolean) => dispatch({ kind: isHeld ? "hold" : "release" }), []);
  const clear = useCallback(() => dispatch({ kind: "clear" }), []);
  return { ...state, status, error, setHeld, clear };
}
export type Tail = ReturnType<typeof useTail>;

/** Rests while nobody looks at the tab. */
function whileSeen(tail: OpenTail): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(tail.rest, HIDDEN_MS);
    else tail.resume();
  };
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    tail.close();
  };
}
