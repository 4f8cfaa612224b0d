import type { readUbjson } from "./ubjson";

/**
 * What XGBoost saved: JSON, or the binary form of it; the second byte tells. Before 3.0 its JSON had NaN where nothing is compared. Throws
 * an Error whose message goes on after "it". Its text is a part of a program: it uses nothing of this module.
 */
export function xgboostDocument(bytes: Buffer, read: typeof readUbjson): unknown {
  const LIMITS = { depth: 64, values: 10_000_000 };
  const NO_NUMBER = /([[,:]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g;

  function parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`is no JSON: ${error instanceof Error ? error.message : ""}`);
    }
  }
  if (bytes[0] !== 0x7b)
    throw new Error("is in the old binary format of XGBoost. Save it with model_format='json' or 'ubj'");
  if (!/^[\s"}]$/.test(String.fromCharCode(bytes[1] ?? 0))) return read(bytes, LIMITS);
  const text = bytes.toString("utf8");
  return parsed(NO_NUMBER.test(text) ? text.replace(NO_NUMBER, "$1null") : text);
}
