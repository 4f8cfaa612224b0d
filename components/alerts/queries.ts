import { queryOptions } from "@tanstack/react-query";
import type { AlertList, AlertView } from "@/lib/alerts/schema";
import { api, NoReply, replyOf } from "@/lib/client/api";

const of = (endpoint: string) => `/endpoints/${encodeURIComponent(endpoint)}/alerts`;
/** Looks are told by no event, only changes of a state are. */
const LOOK_MS = 60_000;

export const alertQueries = {
  ofEndpoint: (endpoint: string) =>
    queryOptions({
      queryKey: ["alerts", "endpoint", endpoint],
      queryFn: ({ signal }) => api.get(of(endpoint), replyOf<typeof AlertList>(), { signal }),
      refetchInterval: LOOK_MS,
    }),
  firing: () =>
    queryOptions({
      queryKey: ["alerts", "firing"],
      queryFn: ({ signal }) =>
        api.get("/alerts", replyOf<typeof AlertList>(), { query: { state: "firing" }, signal }),
      refetchInterval: LOOK_MS,
    }),
};

type Body = Record<string, unknown>;
const at = (version: number) => ({ "if-match": `"${version}"` });
export const createAlert = (endpoint: string, body: Body) =>
  api.post(of(endpoint), replyOf<typeof AlertView>(), { body });
export const changeAlert = ({ endpoint, id, version }: AlertView, body: Body) =>
  api.patch(`${of(endpoint)}/${id}`, replyOf<typeof AlertView>(), { body, headers: at(version) });
export const deleteAlert = ({ endpoint, id, version }: AlertView) =>
  api.delete(`${of(endpoint)}/${id}`, NoReply, { headers: at(version) });
