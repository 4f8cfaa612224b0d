import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** What cannot be read in a search, and where: `at` counts characters from 0. */
export function unreadable(at: number, said: string): InvalidError {
  const words = `The search cannot be read at character ${at + 1}: ${said}.`;
  return InvalidError.field("/q", words, because("unreadable_filter", { at: at + 1, said }));
}
