import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

export function withoutSource(view: string): ConflictError {
  return new ConflictError(
    `The view ${view} has no data source. Set its "source" first.`,
    because("view_without_source", { view }),
  );
}
