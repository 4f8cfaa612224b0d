/**
 * Owns the ways in which anything is read or changed: permission, then parse, then the work in one transaction that holds
 * its audit row. Refuses to know what is read or changed.
 */
export { drainIngest, type IngestArgs, ingest } from "./ingest";
export { parseInput } from "./parse-input";
export { read } from "./read";
export { type HotWriteArgs, hotWrite, write } from "./write";
