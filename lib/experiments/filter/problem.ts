import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** What cannot be read in a filter or an order, and where: `at` counts characters from 0. */
export function unreadable(field: "filter" | "order_by", at: number, said: string): InvalidError {
  const words = `${field} cannot be read at character ${at + 1}: ${said}.`;
  return InvalidError.field(`/${field}`, words, because("unreadable_filter", { at: at + 1, said }));
}
