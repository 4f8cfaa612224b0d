import { characterAt } from "./characters";
import { readExpression } from "./expression";
import { type Program, programOf } from "./program";

export type Found = { at: number; end: number };
/** Places in a text, in order. None of them is empty. */
export type Find = (text: string) => Found[];

/** Steps that are looked at in one text, and characters of it. What lies behind is not found. */
const MOST_LOOKS = 100_000;
const MOST_CHARACTERS = 10_000;

/**
 * Finds the places that a regular expression means, as the stores do: the first one, as long as it can be. It follows all ways
 * through the expression at once and never goes back in the text, so a place costs no more than steps times characters, and
 * all places of a text have a budget. Null for an expression that is not understood here.
 */
export function finderOf(source: string, ignoreCase: boolean): Find | null {
  const read = readExpression(source);
  const program = read && programOf(read.expression);
  if (!program) return null;
  const { shortest } = read;
  return (text) => {
    const budget = { left: MOST_LOOKS };
    const found: Found[] = [];
    const search = { text: text.slice(0, MOST_CHARACTERS), program, ignoreCase, shortest, budget };
    for (let next = findNext(search, 0); next; next = findNext(search, next.end)) found.push(next);
    return found;
  };
}

type Search = {
  text: string;
  program: Program;
  ignoreCase: boolean;
  shortest: boolean;
  budget: { left: number };
};
/** Where the match of each step began. The earliest beginning is first, and stays where a step is reached twice. */
type Began = Map<number, number>;

function findNext(search: Search, from: number): Found | null {
  const { text, program, budget } = search;
  let best: Found | null = null;
  let waiting: Began = new Map();
  for (let at = from; at <= text.length; at += characterAt(text, at).length || 1) {
    if (budget.left <= 0) return null;
    if (!best && waiting.size === 0 && !mayBegin(search, at)) continue;
    // None that begins behind a match is wanted.
    if (!best && !waiting.has(program.first)) waiting.set(program.first, at);
    const reached = reachedFrom(search, waiting, at);
    best = better(best, reached.get(FOUND), at, search.shortest);
    waiting = steppedOver(search, reached, at, best);
    if (best && waiting.size === 0) break;
  }
  return best;
}

/** Most places of most texts are none; this is said of them without a step. */
function mayBegin({ text, program, ignoreCase, budget }: Search, at: number): boolean {
  budget.left -= program.begins.length;
  const forms = formsOf(text, at, ignoreCase);
  return program.begins.some((test) => test(forms));
}

/** A character as it is asked for; none at the end. */
function formsOf(text: string, at: number, ignoreCase: boolean): string[] {
  const character = characterAt(text, at);
  if (character === "") return [];
  return ignoreCase ? [character, character.toLowerCase(), character.toUpperCase()] : [character];
}

/** The number of the last step of a program. */
const FOUND = 0;

/** All steps that are reached without a character. */
function reachedFrom({ text, program, budget }: Search, waiting: Began, at: number): Began {
  const [before, behind] = [text.slice(Math.max(0, at - 1), at), characterAt(text, at)];
  const reached: Began = new Map();
  for (const [start, began] of waiting) {
    const todo = [start];
    for (let step = todo.pop(); step !== undefined; step = todo.pop()) {
      budget.left -= 1;
      if (reached.has(step)) continue;
      reached.set(step, began);
      const what = program.steps[step];
      if (what?.kind === "either") todo.push(...what.next);
      else if (what?.kind === "place" && what.holds(before, behind)) todo.push(what.next);
    }
  }
  return reached;
}

function better(best: Found | null, began: number | undefined, end: number, shortest: boolean): Found | null {
  // An empty place marks nothing.
  if (began === undefined || began === end) return best;
  if (!best || began < best.at || (began === best.at && !shortest)) return { at: began, end };
  return best;
}

/** The steps behind the character at this place, as far as they may lead to a better match. */
function steppedOver(
  { text, program, ignoreCase, shortest }: Search,
  reached: Began,
  at: number,
  best: Found | null,
) {
  const waiting: Began = new Map();
  const forms = formsOf(text, at, ignoreCase);
  if (forms.length === 0) return waiting;
  for (const [step, began] of reached) {
    const what = program.steps[step];
    if (what?.kind !== "character" || (best && (shortest ? began >= best.at : began > best.at))) continue;
    if (!waiting.has(what.next) && what.test(forms)) waiting.set(what.next, began);
  }
  return waiting;
}
