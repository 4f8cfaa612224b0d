/** The code that lines of a log came from: a version of a pipeline. */
export type CodeSource = { dagId: string; version: number };

/** Of a log record, by the attributes that records of tasks have. Null where it names no version. */
export function codeSourceOf(attributes: Readonly<Record<string, unknown>>): CodeSource | null {
  const { pipeline, version } = attributes;
  const number = typeof version === "string" && /^\d{1,9}$/.test(version) ? Number(version) : version;
  if (typeof pipeline !== "string" || pipeline === "") return null;
  return typeof number === "number" && Number.isSafeInteger(number)
    ? { dagId: pipeline, version: number }
    : null;
}

/** The line of a file in the pipeline's code. The page finds the file of the bundle by the end of the path. */
export function codeHref(
  { dagId, version }: CodeSource,
  { path, line }: { path: string; line: number },
): string {
  const query = new URLSearchParams({
    tab: "code",
    version: String(version),
    file: path,
    line: String(line),
  });
  return `/pipelines/${encodeURIComponent(dagId)}?${query}`;
}
