/** The style after a colour sequence: the part of SGR (ECMA-48) that our pages show. */
export type Style = {
  /** One of the eight colours; null for the default, and for palettes and RGB, which a theme cannot show. */
  colour: number | null;
  isFilled: boolean;
  marks: readonly string[];
};

const MARKS: ReadonlyMap<number, string> = new Map([
  [1, "font-semibold"],
  [2, "opacity-70"],
  [3, "italic"],
  [4, "underline"],
  [7, "bg-surface-3"],
  [9, "line-through"],
]);
/** Codes that reset a style: 22 ends bold and dim. */
const ENDS: ReadonlyMap<number, readonly string[]> = new Map([
  [21, ["font-semibold"]],
  [22, ["font-semibold", "opacity-70"]],
  [23, ["italic"]],
  [24, ["underline"]],
  [27, ["bg-surface-3"]],
  [29, ["line-through"]],
]);

export const PLAIN: Style = { colour: null, isFilled: false, marks: [] };

/** The style after the codes of one sequence, `1;38;5;9` or `1;38:2::255:0:0`. */
export function styledBy(before: Style, codes: string): Style {
  const parts = codes.split(";");
  let style = before;
  for (let at = 0; at < parts.length; at++) {
    const [code = 0, sub] = (parts[at] ?? "").split(":").map(Number);
    if (code === 38 || code === 48 || code === 58) {
      const kind = sub ?? Number(parts[at + 1]);
      const index = sub === undefined ? Number(parts[at + 2]) : Number((parts[at] ?? "").split(":")[2]);
      // With semicolons, the numbers of the colour follow like codes.
      if (sub === undefined) at += kind === 5 ? 2 : kind === 2 ? 4 : 0;
      const colour = kind === 5 && index < 16 ? index % 8 : null;
      if (code === 38) style = { ...style, colour };
      if (code === 48) style = { ...style, isFilled: true };
    } else style = code === 4 && sub === 0 ? without(style, ["underline"]) : styledByOne(style, code);
  }
  return style;
}

function styledByOne(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  const mark = MARKS.get(code);
  if (mark) return withMark(style, mark);
  const ended = ENDS.get(code);
  if (ended) return without(style, ended);
  if (code === 39) return { ...style, colour: null };
  if (code === 49) return { ...style, isFilled: false };
  if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) return { ...style, colour: code % 10 };
  if ((code >= 40 && code < 48) || (code >= 100 && code < 108)) return { ...style, isFilled: true };
  return style;
}

const withMark = (style: Style, mark: string): Style => ({
  ...style,
  marks: [...style.marks.filter((one) => one !== mark), mark],
});
const without = (style: Style, ended: readonly string[]): Style => ({
  ...style,
  marks: style.marks.filter((one) => !ended.includes(one)),
});
