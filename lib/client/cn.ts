import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { theme: { text: ["2xs"] } } });

/** Joins class names; a later utility of the same kind wins over an earlier one. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
