import type * as z from "zod";
import {
  badPageToken,
  decodePageToken,
  encodePageToken,
  type Filter,
  parseFilter,
  parseOrder,
  type TokenField,
  type Vocabulary,
} from "@/lib/experiments";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import type { ModelView, VersionView } from "./repository/objects";
import { type FoundRow, type RegistrySearch, searchModelRows, searchVersionRows } from "./repository/search";
import { SearchModelsInput, SearchVersionsInput } from "./schema";
import { MODEL_FILTER, MODEL_ORDER, VERSION_FILTER, VERSION_ORDER } from "./vocabulary";

export const searchModels = read("models:read", SearchModelsInput, (ctx, input) => findModels(ctx, input));

export const searchVersions = read("models:read", SearchVersionsInput, (ctx, input) =>
  findVersions(ctx, input),
);

type Search = z.output<typeof SearchModelsInput>;
/** What our own lists add: a condition of theirs, and the name of the field that holds the token. */
type Within = { only?: Filter | null; field?: TokenField };
export type Found<T> = { found: T[]; nextPageToken: string | null };

export function findModels(ctx: Ctx, search: Search, within: Within = {}): Promise<Found<ModelView>> {
  return page(ctx, "models", search, within, MODEL_FILTER, MODEL_ORDER, searchModelRows);
}

export function findVersions(ctx: Ctx, search: Search, within: Within = {}): Promise<Found<VersionView>> {
  return page(ctx, "versions", search, within, VERSION_FILTER, VERSION_ORDER, searchVersionRows);
}

/** A page, and the token with which the next one goes on behind it. */
async function page<T>(
  ctx: Ctx,
  kind: string,
  input: Search,
  { only = null, field = "/page_token" }: Within,
  filter: Vocabulary,
  order: Vocabulary,
  search: (sql: Sql, search: RegistrySearch) => Promise<FoundRow<T>[] | null>,
): Promise<Found<T>> {
  const query = [kind, input.filter, input.order_by, ...(only ? [only] : [])];
  const rows = await search(poolSql(ctx.db.pool), {
    filter: both(parseFilter(input.filter, filter, input.dialect), only),
    orders: parseOrder(input.order_by, order),
    after: input.page_token === undefined ? null : decodePageToken(query, input.page_token, field),
    limit: input.max_results + 1,
  });
  if (!rows) throw badPageToken("is not one of this search", field);
  const shown = rows.slice(0, input.max_results);
  const last = shown.at(-1);
  const more = rows.length > input.max_results && last !== undefined;
  return {
    found: shown.map(({ found }) => found),
    nextPageToken: more ? encodePageToken(query, last.keys) : null,
  };
}

function both(one: Filter | null, other: Filter | null): Filter | null {
  return one && other ? { kind: "and", parts: [one, other] } : (one ?? other);
}
