export type RouteScripts = { route: string; files: string[] };
export function routesOf(dir: string): RouteScripts[];
export function gzippedSize(dir: string, files: readonly string[], known?: Map<string, number>): number;
export function chunksWith(dir: string, marker: string, routes: readonly RouteScripts[]): string[];
export function budgetOf(route: string): { name: string; kb: number };
export function holds(files: readonly string[], size: number, kb: number): boolean;
