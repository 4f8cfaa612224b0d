/** The key of a chunk, padded so that listings are in order. */
export function chunkKey(runId: string, attemptId: string, seq: number): string {
  return `logs/${runId}/${attemptId}/${String(seq).padStart(6, "0")}`;
}

/** The key of an object that holds chunks of several attempts of a run. */
export function packKey(runId: string, id: string): string {
  return `logs/${runId}/together/${id}`;
}
