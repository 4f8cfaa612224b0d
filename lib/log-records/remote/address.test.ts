import { expect, test } from "vitest";
import { addressOf } from "./address";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

test.each([
  ["http://h:9200", "opensearch", "http://h:9200", "", null],
  ["https://h/logs/", "opensearch", "https://h", "/logs", null],
  ["elasticsearch+https://u:p%40ss@h:9200/", "opensearch", "https://h:9200", "", basic("u:p@ss")],
  ["opensearch+http://u@h", "opensearch", "http://h", "", basic("u:")],
  [" victorialogs+http://[::1]:9428 ", "victorialogs", "http://[::1]:9428", "", null],
])("%s", (text, kind, origin, prefix, authorization) => {
  expect(addressOf(text)).toEqual({ kind, origin, prefix, authorization });
});

test.each([["ftp://h"], ["loki+http://h"], ["h:9200"], [""], ["http://"], ["http://u:%@h"]])(
  "%j is none",
  (text) => {
    expect(addressOf(text)).toBeNull();
  },
);
