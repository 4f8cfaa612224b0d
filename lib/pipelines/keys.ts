/** Objects of a pipeline's code; workers unpack them by the same address. */
export const bundleKey = (sha256: string): string => `code/${sha256}`;
