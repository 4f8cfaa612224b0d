/** Of one row of an answer: the places of its numbers, such as label and probabilities.1. */
export function numericPaths(answer: unknown, path = ""): string[] {
  if (typeof answer === "number") return path === "" ? [] : [path];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) =>
    numericPaths(value, path === "" ? name : `${path}.${name}`),
  );
}

/** The probability that the last class came true, where there are probabilities; else the first number. */
export function usualPath(paths: readonly string[]): string | null {
  return paths.findLast((path) => /^prob\w*\.\d+$/i.test(path)) ?? paths[0] ?? null;
}
