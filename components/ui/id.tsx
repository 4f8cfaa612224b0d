import { cn } from "@/lib/client/cn";
import { middleTruncate } from "@/lib/client/format";
import { CopyButton } from "./copy-button";

type IdProps = {
  id: string;
  /** Characters kept at each end; `full` shows it whole. */
  head?: number | undefined;
  tail?: number | undefined;
  full?: boolean | undefined;
  copy?: boolean | undefined;
  className?: string | undefined;
};

/** An id, sha or URI: mono, shortened in the middle, whole in `title`, copied on hover or focus. */
export function Id({ id, head, tail, full = false, copy = true, className }: IdProps) {
  return (
    <span className={cn("group/id inline-flex max-w-full items-center gap-0.5 align-middle", className)}>
      <code title={id} className={cn("text-xs", full ? "break-all" : "truncate")}>
        {full ? id : middleTruncate(id, head, tail)}
      </code>
      {copy ? (
        <CopyButton
          text={id}
          className="opacity-0 focus-visible:opacity-100 group-focus-within/id:opacity-100 group-hover/id:opacity-100 pointer-coarse:opacity-100"
        />
      ) : null}
    </span>
  );
}
