import { Fragment } from "react";
import type { Sought } from "@/lib/log-records/values";
import type { Span } from "./ansi";
import { type Mark, marksIn, pieces } from "./highlight";

type LineTextProps = {
  spans: readonly Span[];
  sought: readonly Sought[];
  /** The line that the search is at: its marks stand out. */
  isCurrent?: boolean;
};

/** The text of any line of a log: as a terminal would colour it, with links and with what was looked for marked. It stays text. */
export function LineText({ spans, sought, isCurrent = false }: LineTextProps) {
  const marks = sought.length === 0 ? [] : marksIn(spans.map(({ text }) => text).join(""), sought);
  let at = 0;
  return spans.map(({ text, className, href }) => {
    const key = at;
    at += text.length;
    const shown =
      marks.length === 0 ? text : <Marked text={text} from={key} marks={marks} isCurrent={isCurrent} />;
    if (href !== undefined)
      return (
        <a key={key} href={href} className={`${className} text-accent underline-offset-2 hover:underline`}>
          {shown}
        </a>
      );
    if (className === "") return <Fragment key={key}>{shown}</Fragment>;
    return (
      <span key={key} className={className}>
        {shown}
      </span>
    );
  });
}

type MarkedProps = { text: string; from: number; marks: readonly Mark[]; isCurrent: boolean };

function Marked({ text, from, marks, isCurrent }: MarkedProps) {
  return pieces(text, from, marks).map((piece) =>
    piece.isSought ? (
      <mark
        key={piece.at}
        className={
          isCurrent
            ? "rounded-[2px] bg-warning text-bg"
            : "rounded-[2px] bg-warning-soft text-fg ring-1 ring-warning/30"
        }
      >
        {piece.text}
      </mark>
    ) : (
      <Fragment key={piece.at}>{piece.text}</Fragment>
    ),
  );
}
