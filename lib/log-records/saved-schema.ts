import * as z from "zod";

const MAX_NAME = 100;

/** What the page of log records shows, as its address holds it. */
export const LogSearchState = z.strictObject({
  q: z.string().max(4_000).default(""),
  /** Searches that every record must match too; one that begins with ~ is off. */
  pills: z.array(z.string().max(1_000)).max(50).default([]),
  /** Null: those that are shown by themselves. */
  cols: z.array(z.string().max(200)).max(50).nullable().default(null),
  /** Such as now-24h, or an instant. Null: the range that is there. */
  from: z.string().max(40).nullable().default(null),
  to: z.string().max(40).nullable().default(null),
});
export type LogSearchState = z.infer<typeof LogSearchState>;

const Name = z
  .string()
  .max(MAX_NAME)
  .refine((name) => name.trim() !== "", "must not be blank");
export const LogSearchBody = z.strictObject({
  name: Name,
  state: LogSearchState,
  is_shared: z.boolean().default(false).meta({ description: "The team sees it too." }),
});
export const LogSearchRef = z.object({ search_id: z.string().max(300) });
export const LogSearchChange = z.strictObject({
  name: Name.optional(),
  state: LogSearchState.optional(),
  is_shared: z.boolean().optional(),
});
export const LogSearchChangeInput = LogSearchChange.extend(LogSearchRef.shape);
export const LogSearchView = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  is_own: z.boolean(),
  is_shared: z.boolean(),
  state: LogSearchState,
  updated_at: z.string(),
});
export type LogSearchView = z.infer<typeof LogSearchView>;
export const LogSearchList = z.object({ data: z.array(LogSearchView) });
export const LogSearchSaved = z.object({ id: z.string() });
