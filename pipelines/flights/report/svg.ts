/** Text of the data in a document: nothing of it is markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}

export const percent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`;

/** Two decimals of a pixel: the picture is the same and the file half the size. */
export const px = (value: number): string => String(Math.round(value * 100) / 100);

export type Frame = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
};

/** From a share of [0, most] to a place in the frame. */
export function scale(frame: Frame, most: { x: number; y: number }) {
  const width = frame.width - frame.left - frame.right;
  const height = frame.height - frame.top - frame.bottom;
  return {
    x: (value: number) => frame.left + (value / most.x) * width,
    y: (value: number) => frame.height - frame.bottom - (value / most.y) * height,
  };
}

export function line(points: readonly (readonly [number, number])[], className: string): string {
  const path = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${px(x)} ${px(y)}`).join("");
  return `<path class="${className}" d="${path}"/>`;
}

export function text(x: number, y: number, words: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escapeHtml(words)}</text>`;
}

/** A picture that scales with its column; the title is what a screen reader says. */
export function svg(frame: Frame, title: string, body: readonly string[]): string {
  return `<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img"><title>${escapeHtml(title)}</title>${body.join("")}</svg>`;
}

/** Round steps that cut [0, most] into at most six. */
export function ticks(most: number): number[] {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5].find((size) => most / size <= 6) ?? 1;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => at * step);
}
