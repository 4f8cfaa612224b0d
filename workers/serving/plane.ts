import type { Deps } from "@/lib/platform/context";
import type { TokenCache } from "@/lib/team";
import type { Transfers } from "./data/transfers";

/** What the operations of the data plane stand on, in whichever process serves them. */
export type Plane = {
  deps: Deps;
  draining: () => boolean;
  tokens: TokenCache;
  transfers: Transfers;
  maxUploadBytes: number;
  /** Where people find the console, when that is not this very address. */
  consoleUrl?: string;
};
