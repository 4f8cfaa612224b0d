/**
 * The file of a bundle that a path names which a task printed: the task ran in a folder of its own, so the end of the path
 * counts. The longest file that it ends with; null for a file of a library.
 */
export function findFile(path: string, files: readonly string[]): string | null {
  const plain = `/${path.replaceAll("\\", "/")}`;
  const fits = files.filter((file) => plain.endsWith(`/${file}`));
  return fits.toSorted((one, other) => other.length - one.length)[0] ?? null;
}
