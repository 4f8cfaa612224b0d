// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, describe, expect, it } from "vitest";
import type { AnsweredView } from "@/lib/features/schema";
import commonEn from "@/messages/en/common.json";
import featuresEn from "@/messages/en/features.json";
import commonKo from "@/messages/ko/common.json";
import featuresKo from "@/messages/ko/features.json";
import { AnsweredViewCard } from "./answered-view-card";

afterEach(cleanup);

const MESSAGES = {
  en: { common: commonEn, features: featuresEn },
  ko: { common: commonKo, features: featuresKo },
};
const answer: AnsweredView = {
  view: "driver_stats",
  schema_version: 2,
  ttl_seconds: 3_600,
  event_timestamp: "2026-01-05T08:30:00.123456Z",
  age_seconds: 1_800,
  written_under_schema: 1,
  features: [
    { name: "trips", type: "INT64", status: "PRESENT", value: "9007199254740993" },
    { name: "note", type: "STRING", status: "PRESENT", value: "<script>alert(1)</script>" },
    { name: "rate", type: "DOUBLE", status: "NULL_VALUE", value: null },
    { name: "late", type: "BOOL", status: "NOT_FOUND", value: null },
    { name: "old", type: "BOOL", status: "OUTSIDE_MAX_AGE", value: null },
  ],
};

function show(locale: "en" | "ko", shown: AnsweredView): void {
  render(
    <NextIntlClientProvider locale={locale} messages={MESSAGES[locale]} timeZone="UTC">
      <AnsweredViewCard answer={shown} />
    </NextIntlClientProvider>,
  );
}
const rowOf = (name: string) => within(screen.getByRole("row", { name: new RegExp(`^${name} `) }));

describe.each(["en", "ko"] as const)("an answer in %s", (locale) => {
  it("says each status in words, and shows a value as the text that it is", () => {
    show(locale, answer);
    const words = MESSAGES[locale].features.status;
    expect(rowOf("trips").getByText("9007199254740993")).toBeTruthy();
    expect(rowOf("trips").getByText(words.PRESENT)).toBeTruthy();
    expect(rowOf("note").getByText('"<script>alert(1)</script>"')).toBeTruthy();
    expect(document.querySelector("script")).toBeNull();
    expect(rowOf("rate").getByText(words.NULL_VALUE)).toBeTruthy();
    expect(rowOf("old").getByText(words.OUTSIDE_MAX_AGE)).toBeTruthy();
    expect(rowOf("late").getAllByText(words.NOT_FOUND).length).toBeGreaterThan(0);
  });

  it("tells when the values were true, how old they are and under which schema they were written", () => {
    show(locale, answer);
    expect(screen.getByText("2026-01-05 08:30:00.123 UTC")).toBeTruthy();
    expect(screen.getByText(locale === "en" ? "30m 00s old" : "30분 0초 경과")).toBeTruthy();
    expect(screen.getByText(/v1/)).toBeTruthy();
  });

  it("says so when nothing is stored", () => {
    show(locale, { ...answer, event_timestamp: null, age_seconds: null, written_under_schema: null });
    expect(screen.getByText(MESSAGES[locale].features.look_up.no_row)).toBeTruthy();
  });
});
