import type { Deps } from "@/lib/platform/context";
import type { Transfers } from "./transfers";

/** What the routes of the data plane stand on. */
export type DataPlane = { deps: Deps; transfers: Transfers; maxUploadBytes: number };
