/** Every upload has its own key, so a row never names an object with other bytes than it counted and hashed. */
export function artifactKey(
  place: { runId: string; attemptId: string },
  uploadId: string,
  path: string,
): string {
  return `artifacts/${place.runId}/${place.attemptId}/${uploadId}/${path}`;
}
