import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { testStores } from "@/lib/testing";
import { testMlflow } from "./testing";

/**
 * What MLflow's own clients sent and were answered, by release, and of each what training scripts with scikit-learn send: the
 * same requests must get the same answers. Ids of runs and models, and names that the server gave, stand as `<run 1>`,
 * `<model 2>` and `<name 0>`, and are those of this server once it has named them.
 */
const FOLDER = join(import.meta.dirname, "recorded");
const Exchange = z.object({
  method: z.string(),
  path: z.string(),
  type: z.string().optional(),
  body: z.unknown().optional(),
  status: z.number(),
  reply: z.unknown(),
});

const SCOPES = ["experiments:read", "experiments:write", "models:read", "models:write"];
/** The server's own clock. */
const TIMES: ReadonlySet<string> = new Set([
  ...["creation_time", "last_update_time", "creation_timestamp_ms", "last_updated_timestamp_ms"],
  ...["creation_timestamp", "last_updated_timestamp"],
]);

describe.each(readdirSync(FOLDER))("%s", (file) => {
  const stores = testStores();
  const { send } = testMlflow(stores, SCOPES);
  const exchanges = z.array(Exchange).parse(JSON.parse(readFileSync(join(FOLDER, file), "utf8")));
  const known = new Map<string, string>();
  const named = (text: string) => [...known].reduce((made, [name, id]) => made.replaceAll(name, id), text);

  test("is answered as it was", async () => {
    expect(exchanges.length).toBeGreaterThan(40);
    for (const { method, path, type, body, status, reply } of exchanges) {
      // What comes newest first was made one after the other.
      stores.clock.advance(1);
      const sent = typeof body === "string" ? body : body && JSON.stringify(body);
      const answer = await send(method, named(path), {
        headers: type ? { "content-type": type } : {},
        ...(sent ? { body: named(String(sent)) } : {}),
      });
      learn(reply, answer.body);
      const what = `${method} ${path}`;
      expect([what, answer.status]).toEqual([what, status]);
      const expected = JSON.parse(named(JSON.stringify(reply)));
      if (status >= 400) expect([what, answer.body.error_code]).toEqual([what, expected.error_code]);
      else expect([what, untimed(read(answer.text))]).toEqual([what, untimed(expected)]);
    }
  });

  /** Where a name stands in the record, this server's own is learnt: ids, and the tokens of pages. */
  function learn(recorded: unknown, actual: unknown, key = ""): void {
    if (typeof recorded === "string" && typeof actual === "string") {
      if (/^<(?:run|model|name) \d+>$/.test(recorded) || key === "next_page_token")
        known.set(recorded, actual);
    } else if (
      typeof recorded === "object" &&
      recorded !== null &&
      typeof actual === "object" &&
      actual !== null
    ) {
      for (const [name, value] of Object.entries(recorded)) learn(value, Reflect.get(actual, name), name);
    }
  }
});

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function untimed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untimed);
  if (typeof value === "string" && value.startsWith("tok_")) return "the token that asked";
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, TIMES.has(key) ? "a time" : untimed(held)]),
  );
}
