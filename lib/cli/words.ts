import { EN } from "./words-en";
import { KO } from "./words-ko";

export type Word = keyof typeof EN;
export type Values = Readonly<Record<string, string | number>>;
export type Words = (word: Word, values?: Values) => string;

const CATALOGUES = { en: EN, ko: KO };
export type Language = keyof typeof CATALOGUES;

/** As the terminal is set up; LC_ALL is asked first, as everywhere. Korean for ko_KR.UTF-8 and its like, else English. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const set = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^ko\b|^ko_/i.test(set) ? "ko" : "en";
}

export function wordsOf(language: Language): Words {
  return (word, values = {}) => filled(CATALOGUES[language][word], values);
}

function filled(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
