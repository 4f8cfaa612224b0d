"use client";
import { useTranslations } from "next-intl";

export type Failure = { code: string | null; detail: string | null; exit_code: number | null };

/** For these codes the detail is the message of the program, server or database, and is shown first. */
const IN_ITS_WORDS: ReadonlySet<string | null> = new Set([
  "exit_code",
  "no_retry",
  "task_error",
  "sql",
  "input",
  "output",
  "http_status",
  "template",
]);
/** The worker's message about the exit of a program without output. */
const SILENT = /^The process (?:ended with|was ended by)/;

/** `headline` comes first; `more` says what it means or what to do; `detail` is the worker's message, if different. */
export function useErrorWords(): (failure: Failure) => {
  headline: string;
  more: string | null;
  detail: string | null;
} {
  const t = useTranslations("runs");
  return ({ code, detail, exit_code: exit }) => {
    const key = `error_code.${code}` as "error_code.exit_code";
    const known = code !== null && t.has(key) ? t(key) : null;
    const said = detail !== null && !SILENT.test(detail) ? detail : null;
    const ended = exit === null ? null : t("ended_with", { exit_code: exit });
    if (said !== null && IN_ITS_WORDS.has(code))
      return {
        headline: said,
        more: code === "exit_code" && exit !== null ? t("ended_more", { exit_code: exit }) : known,
        detail: null,
      };
    if (known === null) return { headline: said ?? ended ?? code ?? "", more: null, detail: null };
    if (code === "exit_code")
      return { headline: ended ?? known, more: ended ? t("silent") : null, detail: null };
    return { headline: known, more: null, detail: said === known || code === "cancelled" ? null : said };
  };
}
