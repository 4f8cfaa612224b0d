import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import en from "@/messages/en/schedules.json";
import ko from "@/messages/ko/schedules.json";
import { type ScheduleTexts, scheduleWords } from "./schedule-words";

const MESSAGES = { en, ko };

function say(cron: string, locale: "en" | "ko"): string | null {
  const t = createTranslator({ locale, messages: MESSAGES[locale] });
  return scheduleWords(cron, { locale, t: t as ScheduleTexts });
}

describe("a schedule in words", () => {
  it.each([
    ["* * * * *", "Every minute", "매분"],
    ["*/15 * * * *", "Every 15 minutes", "15분마다"],
    ["0,30 * * * *", "Every 30 minutes", "30분마다"],
    ["*/5 * * * 1-5", "Every 5 minutes, weekdays", "평일 5분마다"],
    ["*/15 9-17 * * *", "Every 15 minutes from 09:00 to 17:45", "09:00부터 17:45까지 15분마다"],
    ["0 * * * *", "Every hour", "매시 정각"],
    ["30 * * * *", "Every hour at 30 min. past", "매시 30분"],
    ["0 */6 * * *", "Every 6 hours", "6시간마다"],
    ["0 */12 * * *", "Every day at 00:00 and 12:00", "매일 00:00, 12:00"],
    ["0 */3 * * *", "Every 3 hours", "3시간마다"],
    ["5 */2 * * *", "Every 2 hours at 5 min. past", "2시간마다 5분"],
    ["0 9-18 * * MON-FRI", "Every hour from 09:00 to 18:00, weekdays", "평일 09:00부터 18:00까지 매시 정각"],
    ["0 6 * * *", "Every day at 06:00", "매일 06:00"],
    ["30 2 ? * ?", "Every day at 02:30", "매일 02:30"],
    ["0 6,18 * * *", "Every day at 06:00 and 18:00", "매일 06:00, 18:00"],
    ["0 9 * * 1", "Every Monday at 09:00", "매주 월요일 09:00"],
    ["0 9 * * 7", "Every Sunday at 09:00", "매주 일요일 09:00"],
    ["0 9 * * mon,wed,fri", "Every Mon, Wed and Fri at 09:00", "매주 월, 수, 금 09:00"],
    ["0 9 * * sat-sun", "Weekends at 09:00", "주말 09:00"],
    ["0 9 * * */2", "Every Sun, Tue, Thu and Sat at 09:00", "매주 일, 화, 목, 토 09:00"],
    ["0 0 1 * *", "Day 1 of each month at 00:00", "매월 1일 00:00"],
    ["0 0 1,15 * *", "Day 1 and 15 of each month at 00:00", "매월 1, 15일 00:00"],
    ["0 0 L * *", "The last day of each month at 00:00", "매월 말일 00:00"],
    ["0 8 * * FRI#2", "The 2nd Friday of each month at 08:00", "매월 둘째 금요일 08:00"],
    ["0 8 * * 5L", "The last Friday of each month at 08:00", "매월 마지막 금요일 08:00"],
    ["0 0 1 1 *", "Every year on January 1 at 00:00", "매년 1월 1일 00:00"],
    ["0 6 * JUN-AUG *", "Every day in Jun, Jul and Aug at 06:00", "6월, 7월, 8월 매일 06:00"],
  ])("%s", (cron, english, korean) => {
    expect([say(cron, "en"), say(cron, "ko")]).toEqual([english, korean]);
  });

  it.each([
    ["an uneven step", "*/7 * * * *"],
    ["a step that starts late", "5/15 * * * *"],
    ["either of two kinds of day", "0 0 13 * FRI"],
    ["many times", "0,20 8-12 * * *"],
    ["hours with gaps", "0 1,2,3,7,9 * * *"],
    ["many days", "0 0 1-10 * *"],
    ["nonsense", "61 * * * *"],
    ["six fields", "0 0 * * * *"],
    ["a word", "@daily"],
    ["nothing", ""],
  ])("has none for %s: %s", (_, cron) => {
    expect(say(cron, "en")).toBeNull();
  });
});
