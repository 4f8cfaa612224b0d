import { toSearch } from "@/lib/client/api";

/** The look-up of a service, or of features of the person's choice; keys are typed there. */
export const lookUpHref = (asked: { service: string } | { features: readonly string[] }) =>
  `/features/look-up${toSearch(asked)}`;
