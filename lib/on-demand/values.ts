/** Types of values that expressions read and give, under Feast's names: what is one number, text or truth. */
export const EXPRESSION_TYPES = [
  "STRING",
  "INT32",
  "INT64",
  "FLOAT",
  "DOUBLE",
  "BOOL",
  "UNIX_TIMESTAMP",
] as const;
export type ExpressionType = (typeof EXPRESSION_TYPES)[number];

export const EXPRESSION_LIMITS = {
  /** Of characters; longer than any that a person reads. */
  length: 2_000,
  nodes: 200,
  /** Of a text that an expression reads. */
  readText: 4_096,
  givenText: 65_536,
} as const;
