/** A search of logs, read. Fields are those of a record by name, or attributes. */
export type Query = { kind: "and" | "or"; parts: readonly Query[] } | { kind: "not"; part: Query } | Term;

export type Term = {
  kind: "term";
  /** Null: the message. */
  field: string | null;
  match: Match;
};

export type Match =
  /** Text in it, in upper or lower case. `pieces` were between the asterisks; one piece has none. */
  | { kind: "text"; pieces: readonly string[]; quoted: boolean }
  | { kind: "regex"; source: string; ignoreCase: boolean }
  | { kind: "compare"; operator: ">" | ">=" | "<" | "<="; value: string }
  | { kind: "exists" };
