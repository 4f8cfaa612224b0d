export const MANIFEST: string;
export function manifestText(root: string): string;
