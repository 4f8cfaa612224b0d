import type { ObjectStore } from "@/lib/platform/storage";
import type { TrainingSetFile } from "../values";

/** `profile.json` is what the columns hold, for comparisons. */
export const trainingSetKey = (id: string, file: TrainingSetFile | "profile.json") =>
  `features/training-sets/${id}/${file}`;

export const trainingSetUrl = ({ bucket }: Pick<ObjectStore, "bucket">, id: string, file: TrainingSetFile) =>
  `s3://${bucket}/${trainingSetKey(id, file)}`;
