import { convertHangulToQwerty, convertQwertyToAlphabet, disassemble, getChoseong } from "es-hangul";

/**
 * Matches as Korean users type: initial consonants ("ㅍㅇㅍ" finds 파이프라인), syllables still being composed, and
 * words typed with the wrong input method on ("ㅔㅑㅔ" for "pip", "vkdlvm" for 파이프).
 */
export function matchesText(text: string, query: string): boolean {
  const wanted = squeeze(query);
  if (wanted === "") return true;
  const target = squeeze(text);
  if (target.includes(wanted)) return true;
  if (/^[ㄱ-ㅎ]+$/.test(wanted) && squeeze(getChoseong(text)).includes(wanted)) return true;
  if (disassemble(target).includes(disassemble(wanted))) return true;
  const latin = convertHangulToQwerty(wanted).toLowerCase();
  if (latin !== wanted && target.includes(latin)) return true;
  return disassemble(target).includes(disassemble(convertQwertyToAlphabet(wanted)));
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/\s+/g, "");
}
