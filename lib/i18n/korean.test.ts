import { expect, it } from "vitest";
import { loadMessages, type MessageTree } from "./messages";

const flat = { en: flatten(loadMessages("en")), ko: flatten(loadMessages("ko")) };

function flatten(tree: MessageTree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

/** Actions side by side on a page or dialog need words that cannot be confused. */
const APART = [
  ["runs.cancel_run", "common.undo", "common.cancel", "runs.keep_running"],
  ["backfills.cancel", "backfills.keep", "backfills.pause", "common.undo", "common.cancel"],
  ["team.members.revoke", "common.cancel", "common.undo"],
  ["runs.clear_task", "runs.cancel_run"],
  ["settings.pools.queued", "settings.pools.waiting", "settings.pools.running"],
  ["common.state.queued", "common.state.none", "common.state.up_for_retry"],
];

it.each(APART.flatMap((keys) => (["en", "ko"] as const).map((locale) => [locale, keys] as const)))(
  "deeds that stand side by side have words of their own: %s %s",
  (locale, keys) => {
    const words = keys.map((key) => flat[locale].get(key));
    expect(words).not.toContain(undefined);
    expect(new Set(words).size).toBe(words.length);
  },
);

/** The one word for a thing, and words that must not be used for it. */
const BANNED: [RegExp, string][] = [
  [/구성원|팀원/, "멤버"],
  [/매개변수/, "파라미터"],
  [/소유자/, "담당자"],
  [/일정/, "스케줄"],
  [/예약(?!되어 있습니다)/, "스케줄"],
  [/편집(?!자)/, "수정"],
  [/초기화/, "다시 실행"],
  [/주십시오|하십시오/, "주세요, 하세요"],
  [/실행 취소/, "실행 중단, 되돌리기"],
  [/열린 초대/, "대기 중인 초대"],
  [/대기열|기다림$/, "대기"],
];

it.each(BANNED)("Korean has one word for one thing: not %s but %s", (banned) => {
  expect([...flat.ko].filter(([, text]) => banned.test(text))).toEqual([]);
});

it("what may be left out is said as a phrase: the word alone reads as a command", () => {
  const optional = [...flat.ko].filter(([key]) => key.endsWith("optional"));
  expect(optional.length).toBeGreaterThan(0);
  expect(optional.filter(([, text]) => text !== "선택 사항")).toEqual([]);
});
