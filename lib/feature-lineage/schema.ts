import * as z from "zod";

export const TrainingSetUserQuery = z.strictObject({
  training_set: z.string().max(300).optional(),
});
export const TrainingSetUsers = z.object({
  data: z.array(
    z.object({
      training_set: z.string(),
      run: z.object({ id: z.string(), experiment_id: z.string(), name: z.string() }),
      versions: z
        .array(z.object({ model: z.string(), version: z.number().int() }))
        .meta({ description: "Registered of that run; none for those who may not read models." }),
    }),
  ),
});
export type TrainingSetUsers = z.infer<typeof TrainingSetUsers>;
