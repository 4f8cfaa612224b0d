import { features, objects, type TrainingSet } from "gwanje/task";

/** Of features.yaml. */
export const SERVICE = "flight_delay";

/** Has the features of flights joined as they were known when each left, and puts them into a file of the task's folder. */
export async function withFeatures(rows: string, file: string): Promise<TrainingSet> {
  const set = await features.trainingSet({
    entities: { format: "parquet", path: objects.url(rows) },
    feature_service: SERVICE,
  });
  console.log(`${set.rows} flights with their features: ${objects.url(set.data)}`);
  await objects.download(set.data, file);
  return set;
}
