/** Object keys of a pipeline's code, which workers use too. */
export const bundleKey = (sha256: string): string => `code/${sha256}`;
