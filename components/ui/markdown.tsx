import { createElement, Fragment, type ReactNode } from "react";
import { type Block, blocksOf, type Inline, inlinesOf } from "@/lib/client/markdown";

/** Renders a user's Markdown as a fixed set of elements, without HTML and images. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="grid max-w-3xl gap-2 break-words text-sm leading-relaxed [&_code]:rounded-sm [&_code]:bg-surface-2 [&_code]:px-1 [&_code]:font-mono [&_code]:text-xs [&_pre_code]:p-0">
      {placed(blocksOf(text).map(blockOf))}
    </div>
  );
}

/** Children without keys: a text is replaced as a whole. */
function placed(children: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...children);
}

function blockOf(block: Block): ReactNode {
  switch (block.kind) {
    case "heading":
      return (
        <h3 className="mt-1 font-semibold first:mt-0">
          <Line text={block.text} />
        </h3>
      );
    case "code":
      return (
        <pre tabIndex={0} className="overflow-x-auto rounded-md bg-surface-2 px-3 py-2">
          <code>{block.text}</code>
        </pre>
      );
    case "list": {
      const items = placed(block.items.map((item) => createElement("li", null, <Line text={item} />)));
      return block.ordered ? (
        <ol className="list-decimal pl-6">{items}</ol>
      ) : (
        <ul className="list-disc pl-6">{items}</ul>
      );
    }
    case "plain":
      return <p className="whitespace-pre-wrap">{block.text}</p>;
    case "paragraph":
      return (
        <p>
          <Line text={block.text} />
        </p>
      );
  }
}

function Line({ text }: { text: string }) {
  return placed(inlinesOf(text).map(elementOf));
}

function elementOf(part: Inline): ReactNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "code":
      return <code>{part.text}</code>;
    case "strong":
      return (
        <strong className="font-semibold">
          <Line text={part.text} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Line text={part.text} />
        </em>
      );
    case "link":
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-accent underline"
        >
          <Line text={part.text} />
        </a>
      );
  }
}
