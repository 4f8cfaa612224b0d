import type { Deps } from "@/lib/platform/context";
import type { Transfers } from "./data/transfers";

/** What the operations of the data plane stand on, in whichever process serves them. */
export type Plane = {
  deps: Deps;
  draining: () => boolean;
  transfers: Transfers;
  maxUploadBytes: number;
};
