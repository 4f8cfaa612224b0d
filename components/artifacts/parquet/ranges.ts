import type { AsyncBuffer } from "hyparquet";

/** A file at an address, read by ranges. */
export function fileByRanges(href: string, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      if (end <= start) return new ArrayBuffer(0);
      const response = await fetch(href, { headers: { range: `bytes=${start}-${end - 1}` } });
      if (response.status !== 206) throw new Error(`${response.status} ${response.statusText}`);
      return response.arrayBuffer();
    },
  };
}
