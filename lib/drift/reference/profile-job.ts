import * as z from "zod";
import { askChild, type Engine, fetchFiles, inOwnFolder } from "@/lib/features";
import { defineLongJob } from "@/lib/long-jobs";
import { poolSql } from "@/lib/platform/db";
import { fillReference } from "../repository/reference";

const Input = z.object({ endpoint: z.string(), path: z.string(), format: z.enum(["parquet", "csv"]) });
type Input = z.output<typeof Input>;

export const PROFILE = {
  name: "profile-reference",
  input: Input,
  checkpoint: z.null(),
  permissions: ["endpoints:write"],
  subject: ({ endpoint, path }: Input) => `${endpoint} · ${path}`.slice(0, 200),
} as const;

/** Counts how the values of a file are spread, and keeps that as the reference that waits for it. */
export const referenceProfile = (engine: Engine) =>
  defineLongJob({
    ...PROFILE,
    run: ({ id, ctx, input, progress, signal }) =>
      inOwnFolder(async (dir) => {
        const place = { name: "reference", path: input.path, format: input.format };
        const { files } = await fetchFiles(ctx.storage, dir, "reference", place, signal);
        const columns: unknown[] = [];
        let rows = 0;
        for await (const said of askChild(engine, dir, { kind: "profile", files }, signal))
          if ("total" in said) rows = said.total;
          else {
            columns.push(...JSON.parse(said.line));
            progress({ done: columns.length, unit: "columns" });
          }
        await fillReference(poolSql(ctx.db.pool), id, { rows, columns });
        return { rows, columns: columns.length };
      }),
  });
