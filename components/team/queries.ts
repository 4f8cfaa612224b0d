import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import { IdentityList, InviteList, SessionList, TokenList, UserList } from "@/lib/team/schema";

export const teamQueries = {
  users: () =>
    queryOptions({
      queryKey: ["team", "list", "users"],
      queryFn: ({ signal }) => api.get("/users", UserList, { signal }),
    }),
  invites: () =>
    queryOptions({
      queryKey: ["team", "list", "invites"],
      queryFn: ({ signal }) => api.get("/invites", InviteList, { signal }),
    }),
  sessions: () =>
    queryOptions({
      queryKey: ["team", "list", "sessions"],
      queryFn: ({ signal }) => api.get("/sessions", SessionList, { signal }),
    }),
  identities: () =>
    queryOptions({
      queryKey: ["team", "list", "identities"],
      queryFn: ({ signal }) => api.get("/me/identities", IdentityList, { signal }),
    }),
  tokens: () =>
    queryOptions({
      queryKey: ["team", "list", "tokens"],
      queryFn: ({ signal }) => api.get("/tokens", TokenList, { signal }),
    }),
};
