/** Room for the names of tasks. Widths are reckoned, because the drawn text is known only after the first drawing. */

const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/;
const NARROW = /[fijlrt.,:;'|!()[\]]/;
const BROAD = /[mwMW@%]/;
const CAPITAL = /[A-Z]/;

/** About how wide a name is in the grid's 12 px, a little more than less. */
export function textPx(text: string): number {
  let px = 0;
  for (const sign of text)
    px += WIDE.test(sign)
      ? 11
      : NARROW.test(sign)
        ? 3.8
        : BROAD.test(sign)
          ? 9.8
          : CAPITAL.test(sign)
            ? 8
            : 6.5;
  return px;
}

const LEAST_PX = 120;
export const NAME_PADDING_PX = 24;
/** Names may take this share of the grid; the runs have the rest. */
const MOST_SHARE = 0.42;

/** The width of the column: as the longest name needs it, within its share. */
export function namesPx(names: readonly string[], gridPx: number): number {
  const longest = names.reduce((most, name) => Math.max(most, textPx(name)), 0);
  const room = Math.max(LEAST_PX, Math.floor(gridPx * MOST_SHARE));
  return Math.min(Math.max(LEAST_PX, Math.ceil(longest) + NAME_PADDING_PX), room);
}

/** The name, or its two ends: those of a pipeline's tasks mostly begin alike. */
export function middleOf(name: string, px: number): string {
  if (textPx(name) <= px) return name;
  const signs = [...name];
  let kept = signs.length - 1;
  const shown = () => {
    const head = Math.floor(kept * 0.4);
    return `${signs.slice(0, head).join("")}…${signs.slice(signs.length - (kept - head)).join("")}`;
  };
  while (kept > 2 && textPx(shown()) > px) kept -= 1;
  return shown();
}
