/** One label of many: `, job="web"`. A name may stand in quotes. */
const LABEL = /\s*("?)([\w.:/-]+)\1\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,\s*|$)/suy;
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gu;
const CHARACTERS: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** `{job="web", path="a\"b"}` as Go writes it. Null when it is not that. */
export function readLabels(text: string): Record<string, string> | null {
  const whole = text.trim();
  if (!whole.startsWith("{") || !whole.endsWith("}")) return null;
  const inner = whole.slice(1, -1).trim();
  const labels: [string, string][] = [];
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.length) {
    const found = LABEL.exec(inner);
    if (!found) return null;
    const [, , name = "", value = ""] = found;
    labels.push([name, value.replaceAll(ESCAPE, unescaped)]);
  }
  return Object.fromEntries(labels);
}

function unescaped(whole: string, x?: string, u?: string, long?: string, octal?: string, one = ""): string {
  const hex = x ?? u ?? long;
  if (hex === undefined && octal === undefined) return CHARACTERS[one] ?? one;
  const point = hex === undefined ? Number.parseInt(octal ?? "", 8) : Number.parseInt(hex, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
