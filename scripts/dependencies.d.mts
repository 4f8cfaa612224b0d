/** Null when node_modules is right, else the reason in a few words. */
export function whyInstall(root: string): string | null;
export function installIfStale(root: string, say: (line: string) => void): void;
