export type Held = { name: string; bytes: number };
export function whyNotReadable(): string | null;
export function readMemory(root: number): Held[];
export function memoryTable(processes: readonly Held[]): string;
export function sumBytes(processes: readonly Held[]): number;
export function megabytes(bytes: number): string;
export function nameOf(words: readonly string[]): string;
