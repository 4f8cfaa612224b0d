import type { Column } from "./columns";
import { placeOn, scaleOf, wordsOf } from "./scale";
import { tintOf } from "./tint";

export type ScatterPoint = {
  index: number;
  name: string;
  x: number;
  y: number;
  xText: string;
  yText: string;
  color: string;
  colorText: string | null;
};

/** Circle, square, diamond, triangle, cross: words have a mark as well as a colour. */
export const MARKS = [
  "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z",
  "M-4.5,-4.5H4.5V4.5H-4.5Z",
  "M0,-6L6,0L0,6L-6,0Z",
  "M0,-6L5.5,4.5H-5.5Z",
  "M-1.5,-6H1.5V-1.5H6V1.5H1.5V6H-1.5V1.5H-6V-1.5H-1.5Z",
] as const;
const COLORS = 10;

type Wanted = {
  names: readonly string[];
  x: Column;
  y: Column;
  color: Column | undefined;
  say: (value: number | string) => string;
  /** The word for runs without a value to colour them by. */
  none: string;
};

/** Runs that have both values, by the word that gives them their mark; all in one group where the colour is a number's. */
export function scatterGroups({ names, x, y, color, say, none }: Wanted) {
  const [across, up] = [scaleOf(x), scaleOf(y)];
  const tints = color?.isNumeric ? scaleOf(color) : null;
  const words = color && !color.isNumeric ? wordsOf(color) : [];
  const groups = new Map<string, ScatterPoint[]>(words.map((word) => [word, []]));
  names.forEach((name, index) => {
    const [xPlace, yPlace] = [placeOn(across, x, index), placeOn(up, y, index)];
    if (xPlace === null || yPlace === null) return;
    const value = color?.values[index] ?? null;
    const word = words.length > 0 ? String(value ?? none) : "";
    const at = words.indexOf(word);
    const group = groups.get(word) ?? [];
    groups.set(word, group);
    group.push({
      index,
      name,
      x: xPlace,
      y: yPlace,
      xText: say(x.values[index] ?? ""),
      yText: say(y.values[index] ?? ""),
      color:
        tints && color
          ? tintOf(placeOn(tints, color, index))
          : `var(--chart-${((at < 0 ? words.length : at) % COLORS) + 1})`,
      colorText: color ? `${color.id}: ${value === null ? none : say(value)}` : null,
    });
  });
  return [...groups].map(([word, points], at) => ({
    word,
    points,
    look: { color: `--chart-${(at % COLORS) + 1}`, dash: [] },
  }));
}
