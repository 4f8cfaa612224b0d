"use client";
import type { ComponentProps, MouseEvent } from "react";
import { Link } from "./link";

/** A click that means "here": one with a key or another button opens the address elsewhere, as on any link. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** What is chosen on this page without a new one, and has an address all the same. */
export function SelectLink({
  onSelect,
  ...props
}: Omit<ComponentProps<typeof Link>, "onSelect"> & { onSelect: () => void }) {
  return (
    <Link
      {...props}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        onSelect();
      }}
    />
  );
}
