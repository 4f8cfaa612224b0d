/** Where a chunk of a log is; padded, so that a listing is in order. */
export function chunkKey(runId: string, attemptId: string, seq: number): string {
  return `logs/${runId}/${attemptId}/${String(seq).padStart(6, "0")}`;
}

/** Where chunks of several attempts of a run lie one behind the other. */
export function packKey(runId: string, id: string): string {
  return `logs/${runId}/together/${id}`;
}
