import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to another page of the console, without prefetch: pages are rendered for each person, so nothing prefetched
 * could be shown, and a list of runs would fetch a page for each row.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return <NextLink {...props} prefetch={false} />;
}
