import { expect, it } from "vitest";
import { loadMessages } from "@/lib/i18n/messages";
import { ERROR_CODES } from "./values";

it.each(["en", "ko"] as const)(
  "every reason a worker can give has words in %s, and no others have",
  (locale) => {
    const { error_code: words } = loadMessages(locale).runs as { error_code: Record<string, string> };
    expect(Object.keys(words).sort()).toEqual([...ERROR_CODES].sort());
  },
);
