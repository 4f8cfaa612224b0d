import { createTranslator } from "next-intl";
import { expect, it } from "vitest";
import { REASONS } from "@/lib/platform/reasons";
import { loadMessages } from "./messages";

const codes = Object.keys(REASONS).sort();

it.each(["en", "ko"] as const)("the catalogue has words for every reason and no others: %s", (locale) => {
  expect(Object.keys(loadMessages(locale).reasons ?? {}).sort()).toEqual(codes);
});

it.each(["en", "ko"] as const)("the words need no value that the reason does not give: %s", (locale) => {
  const missing: string[] = [];
  const t = createTranslator({
    locale,
    messages: loadMessages(locale),
    namespace: "reasons",
    onError: (error) => missing.push(error.message),
  });
  for (const [code, names] of Object.entries(REASONS))
    for (const value of [1, 20, "other"])
      t(code as "required", Object.fromEntries(names.map((name) => [name, value])) as never);
  expect(missing).toEqual([]);
});
