/** "22.12.0" runs, as does all from 24; the odd ones before it have ended. */
export function runsOn(version: string): boolean;
