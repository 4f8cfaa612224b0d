import { expect, it } from "vitest";
import { csvHead, csvRow } from "./run-csv";
import type { TrainingRunRow } from "./schema";

const RUN: TrainingRunRow = {
  ...{ id: "1", experiment_id: "0", name: 'a "b", c', user: "=1+1", status: "FINISHED", lifecycle: "active" },
  ...{ started_at: "2026-01-01T00:00:00.000Z", ended_at: null, children: 0 },
  ...{
    metrics: { auc: -0.5, bad: "NaN" },
    min: {},
    max: { auc: 2 },
    first: {},
    params: { lr: "-1" },
    tags: {},
  },
};

it("has the columns that are asked for, quotes what needs it, and no text that a spreadsheet runs", () => {
  const keys = ["metrics.auc", "max.auc", "metrics.bad", "params.lr", "tags.none"];
  expect(csvHead(keys) + csvRow(RUN, keys)).toBe(
    "id,experiment_id,name,status,started_at,ended_at,user,metrics.auc,max.auc,metrics.bad,params.lr,tags.none\r\n" +
      `1,0,"a ""b"", c",FINISHED,2026-01-01T00:00:00.000Z,,'=1+1,-0.5,2,NaN,'-1,\r\n`,
  );
});
