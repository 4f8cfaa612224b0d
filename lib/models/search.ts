import type * as z from "zod";
import {
  badPageToken,
  decodePageToken,
  encodePageToken,
  parseFilter,
  parseOrder,
  type Vocabulary,
} from "@/lib/experiments";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { type FoundRow, type RegistrySearch, searchModelRows, searchVersionRows } from "./repository/search";
import { SearchModelsInput, SearchVersionsInput } from "./schema";
import { MODEL_FILTER, MODEL_ORDER, VERSION_FILTER, VERSION_ORDER } from "./vocabulary";

export const searchModels = read("models:read", SearchModelsInput, (ctx, input) =>
  page(ctx, "models", input, MODEL_FILTER, MODEL_ORDER, searchModelRows),
);

export const searchVersions = read("models:read", SearchVersionsInput, (ctx, input) =>
  page(ctx, "versions", input, VERSION_FILTER, VERSION_ORDER, searchVersionRows),
);

/** A page, and the token with which the next one goes on behind it. */
async function page<T>(
  ctx: Ctx,
  kind: string,
  input: z.output<typeof SearchModelsInput>,
  filter: Vocabulary,
  order: Vocabulary,
  search: (sql: Sql, search: RegistrySearch) => Promise<FoundRow<T>[] | null>,
): Promise<{ found: T[]; nextPageToken: string | null }> {
  const query = [kind, input.filter, input.order_by];
  const rows = await search(poolSql(ctx.db.pool), {
    filter: parseFilter(input.filter, filter, input.dialect),
    orders: parseOrder(input.order_by, order),
    after: input.page_token === undefined ? null : decodePageToken(query, input.page_token),
    limit: input.max_results + 1,
  });
  if (!rows) throw badPageToken("is not one of this search");
  const shown = rows.slice(0, input.max_results);
  const last = shown.at(-1);
  const more = rows.length > input.max_results && last !== undefined;
  return {
    found: shown.map(({ found }) => found),
    nextPageToken: more ? encodePageToken(query, last.keys) : null,
  };
}
