import type { Ctx } from "@/lib/platform/context";
import { openSearchStore } from "./opensearch/store";
import { postgresStore } from "./postgres-store";
import { type Address, addressOf } from "./remote/address";
import { StoreClient } from "./remote/client";
import type { LogStore } from "./store";
import { victoriaLogsStore } from "./victorialogs/store";
import { visibleTo } from "./visible";

/** Connections of this process, by the setting. */
const clients = new Map<string, { address: Address; client: StoreClient }>();

/** The log store of this installation, that of LOG_STORE_URL or the embedded one, as far as the caller may see it. */
export function logStoreOf(ctx: Pick<Ctx, "db" | "clock" | "logStoreUrl" | "actor">): LogStore {
  return visibleTo(ctx.actor, storeOf(ctx));
}

function storeOf({ db, clock, logStoreUrl }: Pick<Ctx, "db" | "clock" | "logStoreUrl">): LogStore {
  if (logStoreUrl === undefined) return postgresStore(db);
  const { address, client } = remoteOf(logStoreUrl);
  const nowUs = () => clock.now().getTime() * 1_000;
  return address.kind === "opensearch" ? openSearchStore(client, nowUs) : victoriaLogsStore(client, nowUs);
}

export function logStoreKind({ logStoreUrl }: Pick<Ctx, "logStoreUrl">): "postgres" | Address["kind"] {
  return logStoreUrl === undefined ? "postgres" : remoteOf(logStoreUrl).address.kind;
}

function remoteOf(url: string) {
  const known = clients.get(url);
  if (known) return known;
  const address = addressOf(url);
  if (!address) throw new Error("LOG_STORE_URL is no address of a log store");
  const made = { address, client: new StoreClient(address) };
  clients.set(url, made);
  return made;
}
