import * as z from "zod";

export const FeatureAuditView = z.object({
  /** Of the long job that made it. */
  id: z.string(),
  as_of: z.string().meta({ description: "The end of the materialisation that it looked at." }),
  entities: z.number().int().meta({ description: "That the files have." }),
  sampled: z.number().int(),
  newer: z
    .number()
    .int()
    .meta({ description: "Of the sample, those whose online row is newer than what was materialised." }),
  compared: z.number().int().meta({ description: "Values, of all features together." }),
  mismatched: z.number().int(),
  features: z.array(
    z.object({
      name: z.string(),
      compared: z.number().int(),
      mismatched: z.number().int(),
      mismatch_rate: z.number(),
      example: z
        .object({ entity: z.record(z.string(), z.string()), online: z.string(), offline: z.string() })
        .nullable()
        .meta({ description: "The first entity whose values differ, both as JSON." }),
    }),
  ),
  created_at: z.string(),
});
export type FeatureAuditView = z.infer<typeof FeatureAuditView>;
export const FeatureAuditList = z.object({ data: z.array(FeatureAuditView) });
