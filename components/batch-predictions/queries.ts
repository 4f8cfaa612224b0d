import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BatchPage, BatchView, ErrorSample, Uploaded } from "@/lib/batch-predictions/schema";
import { type BatchFile, type BatchState, isEnded, LIMITS } from "@/lib/batch-predictions/values";
import { api, replyOf } from "@/lib/client/api";
import type { EndpointList } from "@/lib/endpoints/schema";

const AREA = "/batch-predictions";
const POLL_MS = 2_000;

export const batchHref = (id: string) => `${AREA}/${encodeURIComponent(id)}`;
export const fileHref = (id: string, file: BatchFile) => `/api/v1${batchHref(id)}/files/${file}`;
const view = replyOf<typeof BatchView>();

/** Lists and details are asked for again while one of them goes on. */
export const batchQueries = {
  list: (state: BatchState | "", endpoint: string) =>
    infiniteQueryOptions({
      queryKey: ["batch_predictions", "list", state, endpoint],
      queryFn: ({ pageParam, signal }) =>
        api.get(AREA, replyOf<typeof BatchPage>(), { query: { state, endpoint, cursor: pageParam }, signal }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
      refetchInterval: ({ state: { data } }) =>
        data?.pages.some((page) => page.data.some((one) => !isEnded(one.state))) ? POLL_MS : false,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["batch_predictions", "detail", id],
      queryFn: ({ signal }) => api.get(batchHref(id), view, { signal }),
      refetchInterval: ({ state: { data } }) => (data && isEnded(data.state) ? false : POLL_MS),
    }),
  errors: (id: string, failed: number) =>
    queryOptions({
      queryKey: ["batch_predictions", "errors", id, failed],
      queryFn: ({ signal }) => api.get(`${batchHref(id)}/errors`, replyOf<typeof ErrorSample>(), { signal }),
    }),
  endpoints: () =>
    queryOptions({
      queryKey: ["endpoints", "list"],
      queryFn: ({ signal }) => api.get("/endpoints", replyOf<typeof EndpointList>(), { signal }),
    }),
};

export const startBatch = (body: object) => api.post(AREA, view, { body });
export const cancelBatch = (id: string) => api.post(`${batchHref(id)}/cancel`, view);
export const retryBatch = (id: string) => api.post(`${batchHref(id)}/retry`, view);

/** The file part by part, one after the other; returns what names it as a source. */
export async function uploadFile(file: Blob, sent: (bytes: number) => void): Promise<string> {
  const upload = crypto.randomUUID();
  for (let part = 0; part * LIMITS.uploadPartBytes < file.size; part++) {
    const from = part * LIMITS.uploadPartBytes;
    const body = file.slice(from, from + LIMITS.uploadPartBytes);
    await api.put(`${AREA}/uploads/${upload}/${part}`, replyOf<typeof Uploaded>(), { body });
    sent(from + body.size);
  }
  return upload;
}
