import { memo } from "react";
import { cn } from "@/lib/client/cn";
import type { LogLine as Line } from "@/lib/logs/schema";
import { spansOf } from "./ansi";
import { hashOfLine } from "./deep-link";

type LogLineProps = {
  number: number;
  /** Undefined while its page is on the way. */
  line: Line | undefined;
  wrap: boolean;
  times: boolean;
  current: boolean;
  found: boolean;
  linkLabel: string;
  onLink: (line: number) => void;
};

/** What the task wrote to standard error has a mark, what Gwanje itself says another. */
const STREAM = {
  o: "",
  e: "before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-state-retry",
  s: "text-fg-muted italic before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-state-running",
} as const;

export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { number, line, wrap, times, current, found, linkLabel, onLink } = props;
  return (
    <div
      className={cn(
        "relative flex min-w-full gap-3 px-3 leading-5 hover:bg-surface-2",
        line && STREAM[line.s],
        found && "bg-warning-soft",
        current && "bg-info-soft outline outline-1 outline-info -outline-offset-1",
      )}
    >
      <a
        href={hashOfLine(number)}
        aria-label={linkLabel}
        onClick={(event) => {
          event.preventDefault();
          onLink(number);
        }}
        className="nums w-[6ch] shrink-0 select-none text-right text-fg-subtle not-italic hover:text-accent"
      >
        {number}
      </a>
      {times ? (
        <span className="nums shrink-0 select-none text-fg-subtle">{line ? clockTime(line.t) : ""}</span>
      ) : null}
      <span className={wrap ? "min-w-0 whitespace-pre-wrap break-all" : "whitespace-pre"}>
        {line === undefined ? (
          <span className="inline-block h-3 w-48 rounded-sm bg-surface-3" />
        ) : (
          spans(line.m)
        )}
      </span>
    </div>
  );
});

/** "09:15:02.123" in UTC, as tasks run in it. */
function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}

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
