import * as z from "zod";
import {
  FeatureEntityInput,
  FeatureServiceInput,
  FeatureSourceInput,
  FeatureViewInput,
  OnDemandViewInput,
} from "../schema";
import { LIMITS } from "../values";

const all = <S extends z.ZodType>(schema: S) => z.array(schema).max(LIMITS.definitions).default([]);

/** What a file of definitions says: each as it would be sent to the API. */
export const DefinitionFile = z.strictObject({
  entities: all(FeatureEntityInput),
  sources: all(FeatureSourceInput),
  views: all(FeatureViewInput),
  on_demand_views: all(OnDemandViewInput),
  services: all(FeatureServiceInput),
});
export type DefinitionFile = z.infer<typeof DefinitionFile>;
