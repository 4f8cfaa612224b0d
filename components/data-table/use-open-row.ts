"use client";
import { useRouter } from "next/navigation";
import { type MouseEvent, useCallback } from "react";

/** A click anywhere in a row opens it, except on a link or control of its own or while text is selected. */
export function useOpenRow<T>(row: T, href: string | undefined, onOpen: ((row: T) => void) | undefined) {
  const router = useRouter();
  const open = useCallback(
    (event: MouseEvent<HTMLElement>) => {
      if (isOwnControl(event) || window.getSelection()?.type === "Range") return;
      if (href && (event.metaKey || event.ctrlKey)) window.open(href, "_blank", "noopener");
      else if (onOpen) onOpen(row);
      else if (href) router.push(href);
    },
    [href, onOpen, row, router],
  );
  return href !== undefined || onOpen !== undefined ? open : undefined;
}

/** Ignores clicks on links, buttons and fields inside the row, also in portals. */
function isOwnControl(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target;
  if (!(target instanceof Element) || !event.currentTarget.contains(target)) return true;
  return target.closest("a,button,input,label,select,textarea,[role=checkbox]") !== null;
}
