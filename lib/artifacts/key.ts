/** Every upload has a key of its own: a row never names an object whose bytes are not the ones it counted and hashed. */
export function artifactKey(
  place: { runId: string; attemptId: string },
  uploadId: string,
  path: string,
): string {
  return `artifacts/${place.runId}/${place.attemptId}/${uploadId}/${path}`;
}
