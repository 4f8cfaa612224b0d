import { expect, it } from "vitest";
import { runWords } from "./run-words";

const nothing = { id: null, state: null, type: null, date: null, time: null, name: "" };

it.each([
  ["run_01m8h", { id: "run_01M8H" }],
  ["01M8H2ZRZ", { id: "run_01M8H2ZRZ" }],
  ["hello 12:44", { name: "hello", time: "12:44" }],
  ["hello 9:05", { name: "hello", time: "09:05" }],
  ["failed", { state: "failed" }],
  ["Failed flights", { state: "failed", name: "flights" }],
  ["backfill", { type: "backfill" }],
  ["flights 2001-01-17", { name: "flights", date: "2001-01-17" }],
  ["flights 2001-01", { name: "flights", date: "2001-01-__" }],
  ["flights 2001", { name: "flights", date: "2001-__-__" }],
  ["hello 28 Nov 21:44", { name: "hello", date: "____-11-28", time: "21:44" }],
  ["31 Jan 2001", { date: "2001-01-31" }],
  ["1 September", { date: "____-09-01" }],
  ["2001년 1월 31일", { date: "2001-01-31" }],
  ["hello 11월 28일 21:44 실패", { name: "hello", date: "____-11-28", time: "21:44", state: "failed" }],
  ["flights 실행 중 백필", { name: "flights", state: "running", type: "backfill" }],
  ["failedflights", { name: "failedflights" }],
  ["build_2001_x", { name: "build_2001_x" }],
  ["hello 25:99", { name: "hello 25:99" }],
])("%s", (text, said) => {
  expect(runWords(text)).toEqual({ ...nothing, ...said });
});
