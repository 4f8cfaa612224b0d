import { PREVIEW_ROWS } from "@/lib/artifacts/values";
import { fileByRanges } from "./ranges";
import { readRows, TooLarge } from "./read-rows";

export type ParquetRequest = { href: string; sizeBytes: number };
export type ParquetAnswer =
  | { kind: "table"; table: Awaited<ReturnType<typeof readRows>> }
  | { kind: "too-large" }
  | { kind: "unreadable" };

/** A thread of its own: what a file says of itself may take any time, and the page goes on. */
self.onmessage = async ({ data }: MessageEvent<ParquetRequest>) => {
  const answer: ParquetAnswer = await readRows(fileByRanges(data.href, data.sizeBytes), PREVIEW_ROWS).then(
    (table) => ({ kind: "table" as const, table }),
    (error: unknown) => ({
      kind: error instanceof TooLarge ? ("too-large" as const) : ("unreadable" as const),
    }),
  );
  self.postMessage(answer);
};
