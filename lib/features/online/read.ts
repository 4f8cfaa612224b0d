import { read } from "@/lib/verbs";
import { OnlineQuestion } from "../schema";
import { answerText } from "./answer";
import { columnsOf } from "./columns";
import { withDefinitions } from "./definitions-cache";
import { findRows } from "./find-rows";
import { planQuestion } from "./question";

/** The present values of many entities, as Feast's JSON. */
export const getOnlineFeatures = read("features:read", OnlineQuestion, async (ctx, input) => {
  const asked = {
    columns: columnsOf(input.entities),
    features: input.features,
    service: input.feature_service,
    fullNames: input.full_feature_names,
  };
  const question = await withDefinitions(ctx.db, (definitions) => planQuestion(definitions, asked));
  const found = await findRows(ctx.redis, question, ctx.clock.now().getTime() * 1_000);
  return answerText(question, found, input.include_feature_view_version_metadata);
});
