/** For tests: hostile values for addresses, queries and bodies. */
export const NUL = "a\0b";
export const HALF = "a\ud83d";
export const TEXTS = [
  NUL,
  "../../../etc/passwd",
  "'; DROP TABLE dag; --",
  "%' OR '1'='1",
  '<img src=x onerror="alert(1)">',
  "x".repeat(5_000),
  "-1",
  "9".repeat(30),
  "0000-01-01T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
];
export const DEEP = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
/** For bodies. */
export const VALUES = [...TEXTS, HALF]
  .map((text) => JSON.stringify(text))
  .concat([
    DEEP,
    "[".repeat(20_000) + "]".repeat(20_000),
    '{"__proto__": {"isAdmin": true}}',
    '{"constructor": {"prototype": {"isAdmin": true}}}',
    "1e400",
    "null",
    "[]",
    "{}",
  ]);
