/** Where runs are logged, and as whom: the variables of MLflow's own clients, which the worker sets for a task. */
export type TrackingEnvironment = {
  /** Without a slash at its end. */
  uri: string;
  authorization: string | null;
  experimentId: string | null;
  experimentName: string | null;
  /** "<pipeline>/<task>" within a task. */
  source: string | null;
};

export function readTracking(env: Readonly<Record<string, string | undefined>>): TrackingEnvironment {
  const uri = env.MLFLOW_TRACKING_URI ?? "";
  if (!/^https?:\/\//.test(uri))
    throw new Error(
      `MLFLOW_TRACKING_URI is ${JSON.stringify(uri)} and must be the http address of a tracking server. In a task of a pipeline it is set, unless the pipeline sets it itself.`,
    );
  const {
    MLFLOW_TRACKING_USERNAME: user,
    MLFLOW_TRACKING_PASSWORD: password,
    MLFLOW_TRACKING_TOKEN: token,
  } = env;
  const basic = user && password && `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const { GWANJE_DAG_ID: dagId, GWANJE_TASK_ID: taskId } = env;
  return {
    uri: uri.replace(/\/+$/, ""),
    // As MLflow's clients choose.
    authorization: basic || (token ? `Bearer ${token}` : null),
    experimentId: env.MLFLOW_EXPERIMENT_ID || null,
    experimentName: env.MLFLOW_EXPERIMENT_NAME || null,
    source: dagId && taskId ? `${dagId}/${taskId}` : null,
  };
}
