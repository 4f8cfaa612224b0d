import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to another page of the console. It asks for nothing before it is followed: pages are made for the person who
 * opens them, so that asking ahead brings nothing that could be shown, and a list of runs would ask for a page per row.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return <NextLink {...props} prefetch={false} />;
}
