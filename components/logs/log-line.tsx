import { memo } from "react";
import type { Sought } from "@/lib/log-records/values";
import type { CodeSource } from "./code-source";
import { lineSpans, textSpans } from "./line-spans";
import { LineText } from "./line-text";

type LogLineProps = {
  /** In the margin: the number of the line, or how far it is from the one that is looked at. A link to the line. */
  gutter: string;
  href: string;
  /** Width of the margin. */
  digits: 3 | 6;
  /** Undefined while its page is being loaded. */
  text: string | undefined;
  /** Its parsed text is remembered with this. */
  of?: object | undefined;
  /** Null shows no times. */
  time: string | null;
  /** Who wrote it: a task, or Gwanje itself. */
  stream?: keyof typeof STREAM | undefined;
  /** The colour of its level, where it has one. */
  mark?: string | undefined;
  wrap: boolean;
  current: boolean;
  found: boolean;
  sought: readonly Sought[];
  source: CodeSource | null;
};

/** Gwanje's own lines have a mark, and so has standard error in logs of older versions. */
const STREAM = {
  o: "",
  e: "before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-state-retry",
  s: "text-fg-muted italic before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-state-running",
} as const;
const ROW = "relative min-h-5 min-w-full pr-3 leading-5 [contain:content] hover:bg-surface-2";
/** Wrapped text goes on below its own beginning, to the right of number and time. */
const WRAPPED = "w-full whitespace-pre-wrap [overflow-wrap:anywhere] [word-break:normal]";
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
 * One line of a log, of a task or of any source. Scrolling creates hundreds of these, so a line is two elements and text in one
 * paragraph, without handlers, with joined class names. Copied text has no number and time.
 */
export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { gutter, href, digits, text, of, time, stream, mark, wrap, current, found, sought, source } = props;
  const shape = `${wrap ? WRAPPED : "whitespace-pre"} ${(time === null ? HANGING : HANGING_TIMES)[digits]}`;
  const look = `${stream ? STREAM[stream] : ""} ${current ? CURRENT : found ? FOUND : ""}`;
  return (
    <div data-line="" aria-current={current || undefined} className={`${ROW} ${shape} ${look}`}>
      <a
        href={href}
        className="nums inline-block select-none whitespace-pre pr-3 indent-0 text-fg-subtle not-italic hover:text-accent"
      >
        {gutter.padStart(digits)}
      </a>
      {time === null ? null : <span className="nums select-none pr-3 text-fg-subtle not-italic">{time}</span>}
      {mark === undefined ? null : (
        <span aria-hidden className="absolute inset-y-0 left-0 w-0.5" style={{ background: mark }} />
      )}
      {text === undefined ? (
        "…"
      ) : (
        <LineText
          spans={of ? lineSpans(of, text, source) : textSpans(text, source)}
          sought={sought}
          isCurrent={current}
        />
      )}
    </div>
  );
});
