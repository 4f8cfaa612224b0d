import { describe, expect, it } from "vitest";
import { testStores } from "@/lib/testing";
import { poolSql, poolTransaction } from "../db";
import { BinaryRows } from "./binary-rows";

const stores = testStores();
const COPY = "COPY copied (at, n, word, data) FROM STDIN (FORMAT binary)";
const TABLE =
  "CREATE TEMP TABLE copied (at timestamptz, n smallint CHECK (n > -9), word text, data jsonb) ON COMMIT DROP";
type Row = { us: number; n: number; word: string | null; data: unknown };

function binary(all: readonly Row[]): Buffer[] {
  const rows = new BinaryRows();
  for (const { us, n, word, data } of all) {
    rows.row(4);
    rows.timestamptz(us);
    rows.smallint(n);
    rows.text(word);
    rows.jsonb(JSON.stringify(data));
  }
  return rows.end();
}

function copied(all: readonly Row[]): Promise<Row[]> {
  return poolTransaction(stores.db.pool, async (sql) => {
    await sql.rows(TABLE);
    await sql.copyIn(COPY, binary(all));
    return sql.rows<Row>(
      "SELECT (extract(epoch FROM at) * 1000000)::float8 AS us, n, word, data FROM copied ORDER BY at",
    );
  });
}

describe("rows sent by COPY", () => {
  it.each<[string, Row[]]>([
    ["none", []],
    [
      "before and after 2000, to the microsecond",
      [-1, 0, 946_684_800_000_001, 1_767_614_400_123_456].map(rowAt),
    ],
    [
      "texts of any kind",
      ["", null, "a\tb\\n\n\"'", "결제가 지연", "😀".repeat(3)].map((word, us) => ({
        us,
        n: -1,
        word,
        data: { word },
      })),
    ],
    [
      "more than one message, and one text larger than a message",
      ["x".repeat(2_000), ..."y".repeat(900)].map((word, us) => ({
        us,
        n: 7,
        word: word.repeat(300),
        data: [word.length],
      })),
    ],
  ])("come back as they were: %s", async (_, rows) => {
    expect(await copied(rows)).toEqual(rows);
  });

  it("are refused together, and the connection goes on", async () => {
    await expect(copied([rowAt(1), { ...rowAt(2), n: -10 }])).rejects.toMatchObject({ code: "23514" });
    await expect(
      poolTransaction(stores.db.pool, (sql) => sql.copyIn("COPY nowhere FROM STDIN (FORMAT binary)", [])),
    ).rejects.toMatchObject({ code: "42P01" });
    expect(await poolSql(stores.db.pool).rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

function rowAt(us: number): Row {
  return { us, n: 1, word: "w", data: {} };
}
