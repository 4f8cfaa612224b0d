import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { read } from "@/lib/verbs";
import { OnlineQuestion } from "../schema";
import { answerText } from "./answer";
import { answerColumns } from "./answer-columns";
import { columnsOf } from "./columns";
import { withDefinitions } from "./definitions-cache";
import { findRows } from "./find-rows";
import { planQuestion } from "./question";

/** The present values of many entities, as Feast's JSON. */
export const getOnlineFeatures = read("features:read", OnlineQuestion, async (ctx, input) => {
  const { question, found } = await answered(ctx, input);
  return answerText(question, found, input.include_feature_view_version_metadata);
});

/** The same as values with their types, for forms other than JSON. */
export const getOnlineColumns = read("features:read", OnlineQuestion, async (ctx, input) => {
  const { question, found } = await answered(ctx, input);
  return answerColumns(question, found);
});

async function answered(ctx: Ctx, input: z.output<typeof OnlineQuestion>) {
  const asked = {
    columns: columnsOf(input.entities),
    features: input.features,
    service: input.feature_service,
    fullNames: input.full_feature_names,
  };
  const question = await withDefinitions(ctx.db, (definitions) => planQuestion(definitions, asked));
  const found = await findRows(ctx.redis, question, ctx.clock.now().getTime() * 1_000);
  return { question, found };
}
