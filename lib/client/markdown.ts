/**
 * A subset of Markdown for descriptions: headings, lists, fenced code, paragraphs; inside them code, strong, emphasis
 * and links to http, https and mailto. Everything else, HTML and images included, stays text.
 */
export type Block =
  | { kind: "heading" | "paragraph" | "code" | "plain"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] };
export type Inline =
  | { kind: "text" | "code" | "strong" | "emphasis"; text: string }
  | { kind: "link"; text: string; href: string };

/** Longer texts are shown unformatted, because so many elements would block the page. In characters. */
const MOST_CHARS = 65_536;
const ITEM = /^ {0,3}(?:[-*+]|(\d{1,9})[.)]) +(\S.*)$/;

/** The blocks of a text, in order. Never throws; time grows with the length of the text. */
export function blocksOf(text: string): Block[] {
  if (text.length > MOST_CHARS) return [{ kind: "plain", text }];
  const blocks: Block[] = [];
  let fenced: string[] | null = null;
  /** Blocks that an unmarked line continues. */
  let open: Block | undefined;
  const add = (block: Block) => blocks.push(block);
  for (const line of text.split(/\r?\n/)) {
    if (/^ {0,3}```/.test(line)) {
      if (fenced) add({ kind: "code", text: fenced.join("\n") });
      fenced = fenced ? null : [];
      open = undefined;
      continue;
    }
    if (fenced) {
      fenced.push(line);
      continue;
    }
    const heading = /^ {0,3}#{1,6} +(\S.*)$/.exec(line)?.[1];
    const item = ITEM.exec(line);
    if (heading !== undefined) {
      add({ kind: "heading", text: heading.trimEnd() });
      open = undefined;
    } else if (item?.[2] !== undefined) {
      const ordered = item[1] !== undefined;
      if (open?.kind === "list" && open.ordered === ordered) open.items.push(item[2].trim());
      else {
        open = { kind: "list", ordered, items: [item[2].trim()] };
        add(open);
      }
    } else if (line.trim() === "") open = undefined;
    else if (open?.kind === "list") open.items.push(`${open.items.pop() ?? ""} ${line.trim()}`);
    else if (open?.kind === "paragraph") open.text += ` ${line.trim()}`;
    else {
      open = { kind: "paragraph", text: line.trim() };
      add(open);
    }
  }
  if (fenced) add({ kind: "code", text: fenced.join("\n") });
  return blocks;
}

/** No part may contain its own opening mark, so an unclosed mark costs one scan and nesting is limited. */
const MARKS = new RegExp(
  [
    "`(?<code>[^`]+)`",
    String.raw`\*\*(?=\S)(?<strong>[^*]*[^*\s])\*\*`,
    String.raw`\*(?=\S)(?<star>[^*]*[^*\s])\*`,
    String.raw`(?<!\w)_(?=\S)(?<line>[^_]*[^_\s])_(?!\w)`,
    String.raw`(?<!!)\[(?<label>[^[\]]+)\]\((?<href>[^()\s]+)\)`,
  ].join("|"),
  "g",
);

/** The parts of one line. Strong and emphasis contain lines with one mark fewer. */
export function inlinesOf(line: string): Inline[] {
  const parts: Inline[] = [];
  let done = 0;
  for (const found of line.matchAll(MARKS)) {
    const part = partOf(found.groups ?? {});
    if (!part) continue;
    if (found.index > done) parts.push({ kind: "text", text: line.slice(done, found.index) });
    parts.push(part);
    done = found.index + found[0].length;
  }
  if (done < line.length) parts.push({ kind: "text", text: line.slice(done) });
  return parts;
}

function partOf({ code, strong, star, line, label, href }: Record<string, string | undefined>) {
  if (code !== undefined) return { kind: "code", text: code } as const;
  if (strong !== undefined) return { kind: "strong", text: strong } as const;
  const emphasis = star ?? line;
  if (emphasis !== undefined) return { kind: "emphasis", text: emphasis } as const;
  if (label === undefined || href === undefined || !leadsOutside(href)) return undefined;
  return { kind: "link", text: label, href } as const;
}

function leadsOutside(href: string): boolean {
  return URL.canParse(href) && ["http:", "https:", "mailto:"].includes(new URL(href).protocol);
}
