import { type Split, splitMessage, textOf, VARIABLE } from "./words";

/** Half of the words alike is the same template: the value that Drain's authors found good for most logs. */
const ALIKE = 0.5;
/** Of messages that begin alike and have the same length. One more joins that which is most alike. */
const MOST_ALIKE = 100;
const MOST_TEMPLATES = 2_000;
/** Of one shape. Where messages begin with ever new words, such as names, these stand together. */
const MOST_BEGINNINGS = 50;

export type Template = { words: string[]; gaps: readonly string[]; count: number };
/** What a message belongs to. `shape` and the first word lead to it. */
export type Drain = {
  /** Counts a message; null when there is no room for one more template. */
  add(message: string): Template | null;
  /** The template that fits a message exactly; it is not counted. */
  find(message: string): Template | null;
  templates(): Template[];
};

/**
 * Drain (He et al., 2017): messages with the same marks between the same number of words, and the same first word, are compared
 * word by word with the templates there are. A word that differs becomes a variable of the template.
 */
export function createDrain(): Drain {
  const shapes = new Map<string, Map<string, Template[]>>();
  const all: Template[] = [];

  function leafOf({ words, gaps }: Split): Template[] {
    const shape = kept(shapes, gaps.join("\u0000"), () => new Map<string, Template[]>());
    const [first = ""] = words;
    return kept(shape, shape.has(first) || shape.size < MOST_BEGINNINGS ? first : "", () => []);
  }

  return {
    add(message) {
      const split = splitMessage(message);
      const leaf = leafOf(split);
      const best = mostAlike(leaf, split.words);
      if (best && (best.alike >= ALIKE || leaf.length >= MOST_ALIKE))
        return joined(best.template, split.words);
      if (all.length >= MOST_TEMPLATES) return best ? joined(best.template, split.words) : null;
      const template = { ...split, count: 1 };
      leaf.push(template);
      all.push(template);
      return template;
    },
    find(message) {
      const split = splitMessage(message);
      return leafOf(split).find(({ words }) => fits(words, split.words)) ?? null;
    },
    templates: () => all.toSorted((one, other) => other.count - one.count),
  };
}

export function templateText(template: Template): string {
  return textOf({ words: template.words, gaps: [...template.gaps] });
}

function joined(template: Template, words: readonly string[]): Template {
  template.count += 1;
  for (const [at, word] of words.entries()) if (template.words[at] !== word) template.words[at] = VARIABLE;
  return template;
}

/** Both have the same number of words. A message without words is like any other without. */
function mostAlike(templates: readonly Template[], words: readonly string[]) {
  let best: { template: Template; alike: number } | null = null;
  for (const template of templates) {
    const same = words.filter((word, at) => template.words[at] === word).length;
    const alike = words.length === 0 ? 1 : same / words.length;
    if (!best || alike > best.alike) best = { template, alike };
  }
  return best;
}

function kept<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function fits(template: readonly string[], words: readonly string[]): boolean {
  return words.every((word, at) => template[at] === VARIABLE || template[at] === word);
}
