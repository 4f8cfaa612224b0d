import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";
import { CopyButton } from "./copy-button";

type CodeBlockProps = {
  code: string;
  /** Names the block: a file name, a language, or what the command does. */
  title?: ReactNode;
  wrap?: boolean | undefined;
  className?: string | undefined;
};

export function CodeBlock({ code, title, wrap = false, className }: CodeBlockProps) {
  return (
    <figure className={cn("group relative min-w-0 overflow-hidden rounded-lg border bg-bg", className)}>
      {title ? (
        <figcaption className="flex h-8 items-center border-b px-3 text-fg-muted text-xs">{title}</figcaption>
      ) : null}
      <pre
        tabIndex={0}
        className={cn(
          "max-h-96 overflow-auto p-3 pr-10 text-xs leading-5 focus-visible:-outline-offset-2",
          wrap && "whitespace-pre-wrap break-all",
        )}
      >
        <code>{code}</code>
      </pre>
      <CopyButton text={code} className="absolute top-1 right-1 bg-bg" />
    </figure>
  );
}
