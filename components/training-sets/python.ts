/** A task of a pipeline that reads the set and tells MLflow, by which the run and its models are known as made of it. */
export function trainingSetPython(data: string): string {
  const key = data.replace(/^s3:\/\/[^/]+\//, "");
  return `import io

import gwanje
import mlflow
import pandas as pd

frame = pd.read_parquet(io.BytesIO(gwanje.objects.get(${JSON.stringify(key)})))
with mlflow.start_run():
    mlflow.log_input(mlflow.data.from_pandas(frame, source=${JSON.stringify(data)}), context="training")
`;
}
