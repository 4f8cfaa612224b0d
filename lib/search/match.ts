import { convertHangulToQwerty, convertQwertyToAlphabet, disassemble, getChoseong } from "es-hangul";

const HANGUL = /[ㄱ-ㆎ가-힣]/;
const CONSONANTS = /^[ㄱ-ㅎ]+$/;

/**
 * Matches Korean input: initial consonants ("ㅍㅇㅍ" finds 파이프라인), incomplete syllables, and words typed with the wrong
 * input method ("ㅔㅑㅔ" for "pip", "vkdlvm" for 파이프). The query's meanings are computed once, and only texts with Hangul
 * are decomposed, because thousands are compared.
 */
export function matcherOf(query: string): (text: string) => boolean {
  const wanted = squeeze(query);
  if (wanted === "") return () => true;
  const parts = [wanted, convertQwertyToAlphabet(wanted)].map((spelling) => disassemble(spelling));
  const whole = [wanted, convertHangulToQwerty(wanted).toLowerCase()];
  const isConsonants = CONSONANTS.test(wanted);
  return (text) => {
    const target = squeeze(text);
    if (whole.some((spelling) => target.includes(spelling))) return true;
    if (!HANGUL.test(target)) return parts.some((part) => target.includes(part));
    if (isConsonants && squeeze(getChoseong(text)).includes(wanted)) return true;
    const apart = disassemble(target);
    return parts.some((part) => apart.includes(part));
  };
}

export function matchesText(text: string, query: string): boolean {
  return matcherOf(query)(text);
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/\s+/g, "");
}
