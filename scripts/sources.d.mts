/** SHA-256 over the paths and contents of the given files and folders. */
export function hashSources(root: string, paths: readonly string[]): string;
