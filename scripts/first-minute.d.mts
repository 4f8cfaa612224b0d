/** Lines of a start that neither we nor npm write. */
export function warningsIn(output: string): string[];
