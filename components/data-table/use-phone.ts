"use client";
import { useSyncExternalStore } from "react";

/** Narrower than this, a row of a table is a card. */
const TABLE_PX = 640;

function subscribe(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}

export function usePhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.innerWidth < TABLE_PX,
    () => false,
  );
}
