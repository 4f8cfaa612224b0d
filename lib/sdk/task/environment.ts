/** The executor's environment variables for a task (docs: "Task contract"). Read once, here. */
export type TaskEnvironment = {
  runId: string;
  dagId: string;
  taskId: string;
  attemptId: string;
  tryNumber: number;
  /** ISO 8601 in UTC; null for a manual run of a pipeline without a schedule. */
  logicalDate: string | null;
  dataIntervalStart: string | null;
  dataIntervalEnd: string | null;
  bucket: string;
  url: string;
  token: string;
  inputFile: string;
  resultFile: string;
  traceparent: string | null;
};

export function readEnvironment(env: Readonly<Record<string, string | undefined>>): TaskEnvironment {
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === "") {
      throw new Error(`${name} is not set: this code runs as a task of a pipeline, not by itself.`);
    }
    return value;
  };
  const optional = (name: string): string | null => env[name] || null;
  return {
    runId: required("GWANJE_RUN_ID"),
    dagId: required("GWANJE_DAG_ID"),
    taskId: required("GWANJE_TASK_ID"),
    attemptId: required("GWANJE_ATTEMPT_ID"),
    tryNumber: Number(required("GWANJE_TRY_NUMBER")),
    logicalDate: optional("GWANJE_LOGICAL_DATE"),
    dataIntervalStart: optional("GWANJE_DATA_INTERVAL_START"),
    dataIntervalEnd: optional("GWANJE_DATA_INTERVAL_END"),
    bucket: required("GWANJE_BUCKET"),
    url: required("GWANJE_URL").replace(/\/+$/, ""),
    token: required("GWANJE_TOKEN"),
    inputFile: required("GWANJE_INPUT_FILE"),
    resultFile: required("GWANJE_RESULT_FILE"),
    traceparent: optional("TRACEPARENT"),
  };
}

let own: TaskEnvironment | undefined;

/** Lazy, so that importing the client outside a task (a unit test) is harmless. */
export function environment(): TaskEnvironment {
  own ??= readEnvironment(process.env);
  return own;
}
