"use client";
import type { ComponentProps, MouseEvent } from "react";
import { Link } from "./link";

/** A plain click selects here; with a modifier key or another button it opens the address, as on any link. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** A choice within this page that has an address too. */
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
