import { queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { EndpointUsageView, UsageList } from "@/lib/endpoint-usage/schema";
import type { UsageRange } from "@/lib/endpoint-usage/values";
import type { EndpointList, EndpointStateList, EndpointView, PairList } from "@/lib/endpoints/schema";

export const endpointHref = (name: string) => `/endpoints/${encodeURIComponent(name)}`;
export const playgroundHref = (name: string) => `${endpointHref(name)}/playground`;

/** What processes say of themselves, and what they count, is on its way for about this long. */
const STATES_MS = 5_000;
const USAGE_MS = 10_000;
const LIST_MS = 30_000;

/** All keys begin with "endpoints", so that one change reads all of them again. */
export const endpointQueries = {
  list: () =>
    queryOptions({
      queryKey: ["endpoints", "list"],
      queryFn: ({ signal }) => api.get("/endpoints", replyOf<typeof EndpointList>(), { signal }),
      refetchInterval: LIST_MS,
    }),
  detail: (name: string) =>
    queryOptions({
      queryKey: ["endpoints", "detail", name],
      queryFn: ({ signal }) => api.get(endpointHref(name), replyOf<typeof EndpointView>(), { signal }),
      refetchInterval: LIST_MS,
    }),
  pairs: (name: string) =>
    queryOptions({
      queryKey: ["endpoints", "pairs", name],
      queryFn: ({ signal }) =>
        api.get(`${endpointHref(name)}/shadow`, replyOf<typeof PairList>(), { signal }),
      refetchInterval: LIST_MS,
    }),
  states: () =>
    queryOptions({
      queryKey: ["endpoints", "states"],
      queryFn: ({ signal }) => api.get("/endpoint-states", replyOf<typeof EndpointStateList>(), { signal }),
      refetchInterval: STATES_MS,
    }),
  lastHour: () =>
    queryOptions({
      queryKey: ["endpoints", "last-hour"],
      queryFn: ({ signal }) => api.get("/endpoint-usage", replyOf<typeof UsageList>(), { signal }),
      refetchInterval: USAGE_MS,
    }),
  usage: (name: string, range: UsageRange) =>
    queryOptions({
      queryKey: ["endpoints", "usage", name, range],
      queryFn: ({ signal }) =>
        api.get(`${endpointHref(name)}/usage`, replyOf<typeof EndpointUsageView>(), {
          query: { range },
          signal,
        }),
      refetchInterval: USAGE_MS,
    }),
};

type Body = Record<string, unknown>;
const at = (version: number) => ({ "if-match": `"${version}"` });
export const createEndpoint = (body: Body) =>
  api.post("/endpoints", replyOf<typeof EndpointView>(), { body });
export const changeEndpoint = ({ name, version }: EndpointView, body: Body) =>
  api.patch(endpointHref(name), replyOf<typeof EndpointView>(), { body, headers: at(version) });
export const rollBackEndpoint = ({ name, version }: EndpointView) =>
  api.post(`${endpointHref(name)}/rollback`, replyOf<typeof EndpointView>(), { headers: at(version) });
export const deleteEndpoint = ({ name, version }: EndpointView) =>
  api.delete(endpointHref(name), NoReply, { headers: at(version) });
