/** Reads "#L123" as a line; anything else is none. */
export function lineOfHash(hash: string): number | null {
  const match = /^#L([1-9]\d{0,8})$/.exec(hash);
  return match?.[1] ? Number(match[1]) : null;
}

export function hashOfLine(line: number): string {
  return `#L${line}`;
}
