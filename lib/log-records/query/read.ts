import { InvalidError } from "@/lib/platform/errors";
import { parseQuery } from "./parse";
import type { Query } from "./tree";

/** `at` counts characters from 0. `problem` and `value` are those of the reason unreadable_search. */
export type SearchProblem = { at: number; problem: string; value: string | number };
export type ReadSearch = { query: Query | null; problem: null } | { query: null; problem: SearchProblem };

/** A search that is still typed. What is wrong with it is a value. */
export function readSearch(text: string): ReadSearch {
  try {
    return { query: parseQuery(text), problem: null };
  } catch (error) {
    const values = error instanceof InvalidError ? error.extra.errors?.[0]?.values : undefined;
    if (values === undefined) throw error;
    const { at, problem, value = "" } = values;
    return { query: null, problem: { at: Number(at) - 1, problem: String(problem), value } };
  }
}
