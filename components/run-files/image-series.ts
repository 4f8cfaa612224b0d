import type { RunFile } from "@/lib/experiments/schema";

export type ImageOfStep = { path: string; step: number; timestampMs: number };
export type ImageSeries = { key: string; images: ImageOfStep[] };

/** `<key>+step+<n>+timestamp+<ms>+<uuid>.png`, as `log_image(key=, step=)` names them; older clients put % between. */
const NAME = /^(.+)([+%])step\2(-?\d+)\2timestamp\2(\d+)\2([\w-]+?)(\2compressed)?\.(\w+)$/;

/** Null for any other name. The small copy beside each image says so. */
export function stepOf(path: string): (ImageOfStep & { key: string; isSmallCopy: boolean }) | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const [, key, , step, timestamp, , small] = NAME.exec(name) ?? [];
  if (key === undefined) return null;
  return {
    key: key.replaceAll("~", "/"),
    path,
    step: Number(step),
    timestampMs: Number(timestamp),
    isSmallCopy: small !== undefined,
  };
}

/** Images of steps by their key, and what else there is. Of one step the images come in the order of their times. */
export function seriesIn(files: readonly RunFile[]): { series: ImageSeries[]; rest: RunFile[] } {
  const byKey = new Map<string, ImageOfStep[]>();
  const rest: RunFile[] = [];
  for (const file of files) {
    const found = file.is_folder ? null : stepOf(file.path);
    if (!found) rest.push(file);
    else if (!found.isSmallCopy) {
      const { path, step, timestampMs } = found;
      byKey.set(found.key, [...(byKey.get(found.key) ?? []), { path, step, timestampMs }]);
    }
  }
  const series = [...byKey].map(([key, images]) => ({
    key,
    images: images.toSorted((one, other) => one.step - other.step || one.timestampMs - other.timestampMs),
  }));
  return { series, rest };
}
