import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type {
  FeatureAnswer,
  FeatureAuditList,
  FeatureEntityList,
  FeatureServiceList,
  FeatureSourceList,
  FeatureSourceView,
  FeatureViewList,
  FeatureViewSchemaList,
  FeatureViewView,
  OnDemandViewList,
  OnDemandViewView,
  OnlineStoreState,
  SourceFileList,
} from "@/lib/features/schema";
import type { LookUpQuestion } from "./look-up-question";

export const sourceHref = (name: string) => `/features/sources/${encodeURIComponent(name)}`;
export const onDemandHref = (name: string) => `/features/on-demand/${encodeURIComponent(name)}`;
const onDemandPath = (name: string) => `/features/on-demand-views/${encodeURIComponent(name)}`;
export const viewHref = (name: string) => `/features/views/${encodeURIComponent(name)}`;
/** A list with only those shown whose name or description has the name. */
export const listHref = (list: "entities" | "services", name: string) =>
  `/features/${list}?q=${encodeURIComponent(name)}`;

/** Lists are whole: there may be 1,000 of each. All keys begin with "features", so that one change reads all of them again. */
export const featureQueries = {
  views: () =>
    queryOptions({
      queryKey: ["features", "views"],
      queryFn: ({ signal }) => api.get("/features/views", replyOf<typeof FeatureViewList>(), { signal }),
    }),
  view: (name: string) =>
    queryOptions({
      queryKey: ["features", "views", name],
      queryFn: ({ signal }) => api.get(viewHref(name), replyOf<typeof FeatureViewView>(), { signal }),
    }),
  schemas: (name: string) =>
    queryOptions({
      queryKey: ["features", "views", name, "schemas"],
      queryFn: ({ signal }) =>
        api.get(`${viewHref(name)}/schemas`, replyOf<typeof FeatureViewSchemaList>(), { signal }),
    }),
  entities: () =>
    queryOptions({
      queryKey: ["features", "entities"],
      queryFn: ({ signal }) => api.get("/features/entities", replyOf<typeof FeatureEntityList>(), { signal }),
    }),
  services: () =>
    queryOptions({
      queryKey: ["features", "services"],
      queryFn: ({ signal }) =>
        api.get("/features/services", replyOf<typeof FeatureServiceList>(), { signal }),
    }),
  sources: () =>
    queryOptions({
      queryKey: ["features", "sources"],
      queryFn: ({ signal }) => api.get("/features/sources", replyOf<typeof FeatureSourceList>(), { signal }),
    }),
  source: (name: string) =>
    queryOptions({
      queryKey: ["features", "sources", name],
      queryFn: ({ signal }) => api.get(sourceHref(name), replyOf<typeof FeatureSourceView>(), { signal }),
    }),
  sourceFiles: (name: string, version: number) =>
    queryOptions({
      queryKey: ["features", "sources", name, "files", version],
      queryFn: ({ signal }) =>
        api.get(`${sourceHref(name)}/files`, replyOf<typeof SourceFileList>(), { signal }),
    }),
  onDemandViews: () =>
    queryOptions({
      queryKey: ["features", "on-demand-views"],
      queryFn: ({ signal }) =>
        api.get("/features/on-demand-views", replyOf<typeof OnDemandViewList>(), { signal }),
    }),
  onDemandView: (name: string) =>
    queryOptions({
      queryKey: ["features", "on-demand-views", name],
      queryFn: ({ signal }) => api.get(onDemandPath(name), replyOf<typeof OnDemandViewView>(), { signal }),
    }),
  /** Long jobs change it, so it is kept with them. */
  onlineStore: () =>
    queryOptions({
      queryKey: ["materializations", "summary"],
      queryFn: ({ signal }) =>
        api.get("/features/online-store", replyOf<typeof OnlineStoreState>(), { signal }),
    }),
  audits: (name: string) =>
    queryOptions({
      queryKey: ["features", "views", name, "audits"],
      queryFn: ({ signal }) =>
        api.get(`${viewHref(name)}/audits`, replyOf<typeof FeatureAuditList>(), { signal }),
    }),
  lookUp: (question: LookUpQuestion) =>
    queryOptions({
      queryKey: ["features", "look-up", question],
      queryFn: ({ signal }) =>
        api.post("/features/look-up", replyOf<typeof FeatureAnswer>(), { body: question, signal }),
      retry: false,
    }),
};
