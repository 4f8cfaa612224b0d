import { queryOptions } from "@tanstack/react-query";
import type { ParquetAnswer, ParquetRequest } from "./worker";

/** As long as a slow line needs for a few megabytes. */
const DEADLINE_MS = 20_000;

export const parquetQuery = (key: readonly unknown[], request: ParquetRequest) =>
  queryOptions({
    queryKey: [...key, "parquet"],
    queryFn: ({ signal }) => tableOf(request, signal),
    retry: false,
  });

/** The thread ends at its deadline, or when its reader has gone. */
function tableOf(request: ParquetRequest, signal: AbortSignal): Promise<ParquetAnswer> {
  const thread = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise<ParquetAnswer>((resolve) => {
    const deadline = setTimeout(() => resolve({ kind: "too-large" }), DEADLINE_MS);
    const settle = (answer: ParquetAnswer) => {
      clearTimeout(deadline);
      resolve(answer);
    };
    thread.onmessage = ({ data }: MessageEvent<ParquetAnswer>) => settle(data);
    thread.onerror = () => settle({ kind: "unreadable" });
    signal.addEventListener("abort", () => settle({ kind: "unreadable" }));
    thread.postMessage(request);
  }).finally(() => thread.terminate());
}
