import { Fragment } from "react";
import { spansOf } from "@/components/logs/ansi";
import { pieces } from "./highlight";

/** A message as a terminal would colour it, with the texts that were looked for marked. It is text, whatever is in it. */
export function MessageText({ text, sought }: { text: string; sought: readonly string[] }) {
  let at = 0;
  return spansOf(text).map((span) => {
    const key = at;
    at += span.text.length;
    const marked = pieces(span.text, sought).map((piece) =>
      piece.isSought ? (
        <mark key={piece.at} className="rounded-[2px] bg-warning-soft text-fg ring-1 ring-warning/30">
          {piece.text}
        </mark>
      ) : (
        <Fragment key={piece.at}>{piece.text}</Fragment>
      ),
    );
    return span.className === "" ? (
      <Fragment key={key}>{marked}</Fragment>
    ) : (
      <span key={key} className={span.className}>
        {marked}
      </span>
    );
  });
}
