import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { thereModel } from "../found";
import { type AliasHistoryPage, HistoryInput, ListPromotionsInput } from "../promotion-schema";
import { listAliasChanges } from "../repository/alias-changes";
import { findModelId } from "../repository/models";
import { listPromotionRows } from "../repository/promotions";
import { findAlias } from "../repository/tags";
import { rollbackTarget } from "./rollback";
import { aliasChangeView, promotionView } from "./view";

/** The newest first. */
export const listPromotions = read("models:read", ListPromotionsInput, async (ctx, input) => {
  const sql = poolSql(ctx.db.pool);
  thereModel(await findModelId(sql, input.name), input.name);
  const rows = await listPromotionRows(sql, {
    name: input.name,
    alias: input.alias ?? null,
    state: input.state ?? null,
    before: cursorText(input.cursor),
    limit: input.limit + 1,
  });
  return toPage(rows, input.limit, ({ id }) => [id], promotionView);
});

/** From what to what, by whom, when and why; the newest first. */
export const listAliasHistory = read(
  "models:read",
  HistoryInput,
  async (ctx, { name, alias, cursor, limit }): Promise<AliasHistoryPage> => {
    const sql = poolSql(ctx.db.pool);
    const modelId = thereModel(await findModelId(sql, name), name);
    const before = cursorText(cursor, /^\d{1,18}$/);
    const rows = await listAliasChanges(sql, { name, alias, before, limit: limit + 1 });
    const current = await findAlias(sql, modelId, alias);
    const rollback_to =
      current === null ? null : await rollbackTarget(sql, { modelId, name, alias, current });
    return { ...toPage(rows, limit, ({ id }) => [id], aliasChangeView), current, rollback_to };
  },
);

function cursorText(cursor: string | undefined, form = /^[\w]{1,100}$/): string | null {
  if (cursor === undefined) return null;
  const [id] = decodeCursor(cursor);
  if (typeof id === "string" && form.test(id)) return id;
  const words = "cursor is not one this API gave; start again without it";
  throw InvalidError.field("/cursor", words, because("bad_cursor"));
}
