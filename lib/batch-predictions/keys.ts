import type { BatchFile } from "./values";

const ROOT = "batch-predictions";
const FILES: Readonly<Record<BatchFile, string>> = {
  output: "output.parquet",
  errors: "errors.csv",
  manifest: "manifest.json",
};

/** All objects of one. */
export const batchPrefix = (id: string) => `${ROOT}/${id}/`;
export const fileKey = (id: string, file: BatchFile) => `${batchPrefix(id)}${FILES[file]}`;
/** Parts of the input and of the answers, which are gone once the output is written. */
export const workPrefix = (id: string) => `${batchPrefix(id)}work/`;
export const partKey = (id: string, kind: "in" | "out" | "errors", number: number) =>
  `${workPrefix(id)}${kind}-${numbered(number)}`;

/** Of everybody. */
export const UPLOADS = `${ROOT}/uploads/`;
/** An upload belongs to one person or token, and no other reads it. */
export const uploadPrefix = (actorId: string, upload: string) => `${UPLOADS}${actorId}/${upload}/`;
export const uploadPartKey = (actorId: string, upload: string, part: number) =>
  `${uploadPrefix(actorId, upload)}${numbered(part)}`;

const numbered = (number: number) => String(number).padStart(6, "0");
