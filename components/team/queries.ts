import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type {
  IdentityList,
  InviteList,
  ServiceAccountList,
  SessionList,
  StepUpWays,
  TokenList,
  UserList,
} from "@/lib/team/schema";

export const teamQueries = {
  users: () =>
    queryOptions({
      queryKey: ["team", "list", "users"],
      queryFn: ({ signal }) => api.get("/users", replyOf<typeof UserList>(), { signal }),
    }),
  invites: () =>
    queryOptions({
      queryKey: ["team", "list", "invites"],
      queryFn: ({ signal }) => api.get("/invites", replyOf<typeof InviteList>(), { signal }),
    }),
  sessions: () =>
    queryOptions({
      queryKey: ["team", "list", "sessions"],
      queryFn: ({ signal }) => api.get("/sessions", replyOf<typeof SessionList>(), { signal }),
    }),
  identities: () =>
    queryOptions({
      queryKey: ["team", "list", "identities"],
      queryFn: ({ signal }) => api.get("/me/identities", replyOf<typeof IdentityList>(), { signal }),
    }),
  /** Never cached, because a way may have been added or removed in another tab. */
  stepUpWays: () =>
    queryOptions({
      queryKey: ["team", "step-up"],
      queryFn: ({ signal }) => api.get("/me/step-up", replyOf<typeof StepUpWays>(), { signal }),
      staleTime: 0,
    }),
  tokens: () =>
    queryOptions({
      queryKey: ["team", "list", "tokens"],
      queryFn: ({ signal }) => api.get("/tokens", replyOf<typeof TokenList>(), { signal }),
    }),
  serviceAccounts: () =>
    queryOptions({
      queryKey: ["team", "list", "service_accounts"],
      queryFn: ({ signal }) => api.get("/service-accounts", replyOf<typeof ServiceAccountList>(), { signal }),
    }),
};
