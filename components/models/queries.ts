import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type {
  AliasHistoryPage,
  PolicyList,
  PolicyPreview,
  PolicyView,
  PromotionPage,
  PromotionView,
  RegisteredModelDetail,
  RegisteredModelPage,
  RollbackView,
  VersionComparison,
  VersionDetail,
  VersionPage,
} from "@/lib/models/schema";

export const modelHref = (name: string) => `/models/${encodeURIComponent(name)}`;
export const versionHref = (name: string, number: number) => `${modelHref(name)}/versions/${number}`;
export const compareHref = (name: string, base: number, other: number) =>
  `${modelHref(name)}/compare?base=${base}&other=${other}`;
const aliasPath = (name: string, alias: string) => `${modelHref(name)}/aliases/${encodeURIComponent(alias)}`;
const policyPath = (name: string, alias: string) =>
  `${modelHref(name)}/policies/${encodeURIComponent(alias)}`;
const promotionPath = (name: string, id: string) => `${modelHref(name)}/promotions/${encodeURIComponent(id)}`;

const VERSIONS_A_PAGE = 50;

export const modelQueries = {
  pages: (search: string) =>
    infiniteQueryOptions({
      queryKey: ["models", "list", search],
      queryFn: ({ pageParam, signal }) =>
        api.get("/models", replyOf<typeof RegisteredModelPage>(), {
          query: { search, limit: 100, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
    }),
  detail: (name: string) =>
    queryOptions({
      queryKey: ["models", name],
      queryFn: ({ signal }) => api.get(modelHref(name), replyOf<typeof RegisteredModelDetail>(), { signal }),
    }),
  versions: (name: string, metrics: readonly string[]) =>
    infiniteQueryOptions({
      queryKey: ["models", name, "versions", metrics],
      queryFn: ({ pageParam, signal }) =>
        api.get(`${modelHref(name)}/versions`, replyOf<typeof VersionPage>(), {
          query: { metrics, order_by: "version_number DESC", limit: VERSIONS_A_PAGE, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
    }),
  version: (name: string, number: number) =>
    queryOptions({
      queryKey: ["models", name, "version", number],
      queryFn: ({ signal }) =>
        api.get(versionHref(name, number), replyOf<typeof VersionDetail>(), { signal }),
    }),
  comparison: (name: string, base: number, other: number) =>
    queryOptions({
      queryKey: ["models", name, "comparison", base, other],
      queryFn: ({ signal }) =>
        api.get(`${modelHref(name)}/compare`, replyOf<typeof VersionComparison>(), {
          query: { base, other },
          signal,
        }),
    }),
  policies: (name: string) =>
    queryOptions({
      queryKey: ["models", name, "policies"],
      queryFn: ({ signal }) =>
        api.get(`${modelHref(name)}/policies`, replyOf<typeof PolicyList>(), { signal }),
    }),
  preview: (name: string, alias: string, expression: string | undefined) =>
    queryOptions({
      queryKey: ["models", name, "preview", alias, expression],
      queryFn: ({ signal }) =>
        api.post(`${modelHref(name)}/policy-preview`, replyOf<typeof PolicyPreview>(), {
          body: { alias, expression },
          signal,
        }),
      retry: false,
    }),
  waiting: (name: string) =>
    queryOptions({
      queryKey: ["models", name, "waiting"],
      queryFn: ({ signal }) =>
        api.get(`${modelHref(name)}/promotions`, replyOf<typeof PromotionPage>(), {
          query: { state: "waiting", limit: 100 },
          signal,
        }),
    }),
  promotions: (name: string) =>
    queryOptions({
      queryKey: ["models", name, "promotions"],
      queryFn: ({ signal }) =>
        api.get(`${modelHref(name)}/promotions`, replyOf<typeof PromotionPage>(), {
          query: { limit: 20 },
          signal,
        }),
    }),
  history: (name: string, alias: string) =>
    infiniteQueryOptions({
      queryKey: ["models", name, "history", alias],
      queryFn: ({ pageParam, signal }) =>
        api.get(`${aliasPath(name, alias)}/history`, replyOf<typeof AliasHistoryPage>(), {
          query: { limit: 50, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
    }),
};

export const createModel = (body: { name: string; description: string }) =>
  api.post("/models", replyOf<typeof RegisteredModelDetail>(), { body });
export const changeModel = (
  name: string,
  body: { name?: string; description?: string; tags?: Record<string, string | null> },
) => api.patch(modelHref(name), replyOf<typeof RegisteredModelDetail>(), { body });
export const deleteModel = (name: string) => api.delete(modelHref(name), NoReply);
export const describeVersion = (name: string, number: number, description: string) =>
  api.patch(versionHref(name, number), replyOf<typeof VersionDetail>(), { body: { description } });
export const deleteVersion = (name: string, number: number) => api.delete(versionHref(name, number), NoReply);
export const removeAlias = (name: string, alias: string) => api.delete(aliasPath(name, alias), NoReply);

export const promote = (
  name: string,
  body: { alias: string; version: number; from: number | null; reason: string },
) => api.post(`${modelHref(name)}/promotions`, replyOf<typeof PromotionView>(), { body });
export const approve = (name: string, id: string, body: { reason: string; from: number | null }) =>
  api.post(`${promotionPath(name, id)}/approve`, replyOf<typeof PromotionView>(), { body });
export const reject = (name: string, id: string, reason: string) =>
  api.post(`${promotionPath(name, id)}/reject`, replyOf<typeof PromotionView>(), { body: { reason } });
export const withdraw = (name: string, id: string) =>
  api.post(`${promotionPath(name, id)}/withdraw`, replyOf<typeof PromotionView>());
export const rollBack = (name: string, alias: string, body: { from: number; reason: string }) =>
  api.post(`${aliasPath(name, alias)}/rollback`, replyOf<typeof RollbackView>(), { body });
export const setPolicy = (
  name: string,
  alias: string,
  body: { expression: string; approver_role: string | null },
  version: number | null,
) =>
  api.put(policyPath(name, alias), replyOf<typeof PolicyView>(), {
    body,
    headers: version === null ? {} : { "if-match": `"${version}"` },
  });
export const removePolicy = (name: string, alias: string) => api.delete(policyPath(name, alias), NoReply);
