import { expect, it } from "vitest";
import type { TrainingRunRow } from "@/lib/experiments/schema";
import { csvOf } from "./csv";

const RUN: TrainingRunRow = {
  ...{ id: "1", experiment_id: "0", name: 'a "b", c', user: "=1+1", status: "FINISHED", lifecycle: "active" },
  ...{ started_at: "2026-01-01T00:00:00.000Z", ended_at: null },
  ...{ metrics: { auc: -0.5, bad: "NaN" }, params: { lr: "-1" }, tags: {} },
};

it("has the columns that are shown, quotes what needs it, and no text that a spreadsheet runs", () => {
  expect(csvOf([RUN], ["metrics.auc", "metrics.bad", "params.lr", "tags.none", "x"])).toBe(
    "id,name,status,started_at,ended_at,user,metrics.auc,metrics.bad,params.lr,tags.none\r\n" +
      `1,"a ""b"", c",FINISHED,2026-01-01T00:00:00.000Z,,'=1+1,-0.5,NaN,'-1,\r\n`,
  );
});
