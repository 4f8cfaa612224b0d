import { memo } from "react";
import { cn } from "@/lib/client/cn";
import { spansOf } from "./ansi";
import { hashOfLine } from "./deep-link";

type LogLineProps = {
  number: number;
  /** Undefined while its page is on the way. */
  text: string | undefined;
  wrap: boolean;
  current: boolean;
  found: boolean;
  linkLabel: string;
  onLink: (line: number) => void;
};

export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { number, text, wrap, current, found, linkLabel, onLink } = props;
  return (
    <div
      className={cn(
        "flex min-w-full gap-3 px-3 leading-5 hover:bg-surface-2",
        found && "bg-warning-soft",
        current && "bg-info-soft outline outline-1 outline-info",
      )}
    >
      <a
        href={hashOfLine(number)}
        aria-label={linkLabel}
        onClick={(event) => {
          event.preventDefault();
          onLink(number);
        }}
        className="nums w-14 shrink-0 select-none text-right text-fg-subtle hover:text-accent"
      >
        {number}
      </a>
      <span className={wrap ? "min-w-0 whitespace-pre-wrap break-all" : "whitespace-pre"}>
        {text === undefined ? (
          <span className="inline-block h-3 w-48 rounded-sm bg-surface-3" />
        ) : (
          spans(text)
        )}
      </span>
    </div>
  );
});

function spans(text: string) {
  let at = 0;
  return spansOf(text).map((span) => {
    const key = at;
    at += span.text.length;
    return (
      <span key={key} className={span.className}>
        {span.text}
      </span>
    );
  });
}
