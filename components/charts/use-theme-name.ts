"use client";
import { useSyncExternalStore } from "react";

/** The classes of the document, which change with the theme: what a canvas was painted with is stale then. */
export function useThemeName(): string {
  return useSyncExternalStore(
    (changed) => {
      const observer = new MutationObserver(changed);
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
      return () => observer.disconnect();
    },
    () => document.documentElement.className,
    () => "",
  );
}
