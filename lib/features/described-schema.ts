import * as z from "zod";
import { CREATED, EVENT_TIME } from "./values";

const RESERVED: ReadonlySet<string> = new Set([EVENT_TIME, CREATED]);

/** The name of a column: a join key or a feature. Two underscores are what separates it from its view in answers. */
export const ColumnName = z
  .string()
  .regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]{0,99}$/, {
    error: "may hold letters, digits and _ (up to 100), and begins with a letter or one _",
  })
  .refine((name) => !RESERVED.has(name), {
    error: `may not be ${EVENT_TIME} or ${CREATED}: these columns say when`,
  });
/** Names of entities, views, services and push sources. ":" and "@" have a meaning in references. */
export const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, {
  error: "may hold letters, digits, _, - and . (up to 100), and begins with a letter",
});

export const described = {
  description: z.string().max(5_000).default(""),
  owner: z.string().max(200).default(""),
  tags: z
    .record(z.string().min(1).max(200), z.string().max(1_000))
    .refine((tags) => Object.keys(tags).length <= 100, { error: "may hold at most 100 tags" })
    .default({}),
};
export const changedDescription = {
  description: described.description.unwrap().optional(),
  owner: described.owner.unwrap().optional(),
  tags: described.tags.unwrap().optional(),
};
const stamps = {
  version: z.number().int(),
  created_at: z.string(),
  updated_at: z.string(),
  /** The file of the pipelines folder that it is kept in, and is changed in. */
  file_path: z.string().nullable(),
  /** Since when that file does not declare it any more: it is served as it was, and may be changed or deleted here. */
  stale_at: z.string().nullable(),
};
export const describedView = {
  description: z.string(),
  owner: z.string(),
  tags: z.record(z.string(), z.string()),
  ...stamps,
};
