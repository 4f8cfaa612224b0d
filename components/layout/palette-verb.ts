/** Actions on a pipeline that the palette offers. */
export type Verb = "run" | "pause" | "activate";

const VERBS: Readonly<Record<string, Verb>> = {
  ...{ run: "run", start: "run", trigger: "run", 실행: "run" },
  ...{ pause: "pause", "일시 중지": "pause", 중지: "pause" },
  ...{ activate: "activate", unpause: "activate", resume: "activate", 활성화: "activate" },
};

/** "run hello" and "hello 실행" are an action and a pipeline; "run" alone is a search text. */
export function verbOf(text: string): { verb: Verb | null; rest: string } {
  const q = text.trim();
  for (const [word, verb] of Object.entries(VERBS)) {
    const lower = q.toLowerCase();
    if (lower.startsWith(`${word} `)) return { verb, rest: q.slice(word.length).trim() };
    if (lower.endsWith(` ${word}`)) return { verb, rest: q.slice(0, -word.length).trim() };
  }
  return { verb: null, rest: q };
}
