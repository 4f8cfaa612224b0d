import { memo } from "react";
import type { LogLine as Line } from "@/lib/logs/schema";
import { hashOfLine } from "./deep-link";
import { lineSpans } from "./line-spans";

type LogLineProps = {
  number: number;
  /** Width of the margin for line numbers. */
  digits: 3 | 6;
  /** Undefined while its page is being loaded. */
  line: Line | undefined;
  wrap: boolean;
  times: boolean;
  current: boolean;
  found: boolean;
};

/** Gwanje's own lines have a mark, and so has standard error in logs of older versions. */
const STREAM = {
  o: "",
  e: "before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-state-retry",
  s: "text-fg-muted italic before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-state-running",
} as const;
const ROW = "relative min-h-5 min-w-full pr-3 leading-5 [contain:content] hover:bg-surface-2";
/** Wrapped text goes on below its own beginning, to the right of number and time. */
const WRAPPED = "w-full whitespace-pre-wrap break-all";
const HANGING = {
  3: "pl-[calc(3ch+1.5rem)] -indent-[calc(3ch+0.75rem)]",
  6: "pl-[calc(6ch+1.5rem)] -indent-[calc(6ch+0.75rem)]",
} as const;
const HANGING_TIMES = {
  3: "pl-[calc(15ch+2.25rem)] -indent-[calc(15ch+1.5rem)]",
  6: "pl-[calc(18ch+2.25rem)] -indent-[calc(18ch+1.5rem)]",
} as const;
const FOUND = "bg-warning-soft";
const CURRENT = "bg-info-soft outline outline-1 outline-info -outline-offset-1";

/**
 * Scrolling creates hundreds of these, so a line is two elements and text in one paragraph, without handlers, with
 * joined class names. Copied text has no number and time.
 */
export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { number, digits, line, wrap, times, current, found } = props;
  const shape = `${wrap ? WRAPPED : "whitespace-pre"} ${(times ? HANGING_TIMES : HANGING)[digits]}`;
  const look = `${line ? STREAM[line.s] : ""} ${current ? CURRENT : found ? FOUND : ""}`;
  return (
    <div data-line="" className={`${ROW} ${shape} ${look}`}>
      <a
        href={hashOfLine(number)}
        className="nums select-none pr-3 text-fg-subtle not-italic hover:text-accent"
      >
        {String(number).padStart(digits)}
      </a>
      {times ? (
        <span className="nums select-none pr-3 text-fg-subtle not-italic">
          {line ? clockTime(line.t) : ""}
        </span>
      ) : null}
      {line === undefined ? "…" : spans(line)}
    </div>
  );
});

/** "09:15:02.123" in UTC, the zone of tasks. */
function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}

function spans(line: Line) {
  let at = 0;
  return lineSpans(line).map((span) => {
    const key = at;
    at += span.text.length;
    if (span.href !== undefined)
      return (
        <a key={key} href={span.href} className={`${span.className} text-accent hover:underline`}>
          {span.text}
        </a>
      );
    if (span.className === "") return span.text;
    return (
      <span key={key} className={span.className}>
        {span.text}
      </span>
    );
  });
}
