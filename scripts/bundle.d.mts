/** Bundles our own TypeScript for Node: one .js and one source map for each entry; packages stay external. */
export function bundle(entries: readonly string[], outdir: string): Promise<void>;
