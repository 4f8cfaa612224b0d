import { describe, inject } from "vitest";
import { testStores } from "@/lib/testing";
import { addressOf } from "../remote/address";
import { StoreClient } from "../remote/client";
import { logStoreContract } from "./store-contract";

const url = inject("logStoreUrl");
const address = addressOf(url);
if (!address) throw new Error("GWANJE_TEST_LOG_STORE_URL names no log store");
const client = new StoreClient(address);
const stores = testStores({ LOG_STORE_URL: url });

/** What was written is found within a second anyway. */
const SETTLE = {
  opensearch: { method: "POST", path: "/_refresh", timeoutMs: 30_000 },
  victorialogs: { method: "GET", path: "/internal/force_flush", timeoutMs: 30_000 },
} as const;

describe(client.name, () => {
  logStoreContract({
    stores,
    // How long VictoriaLogs keeps records is its own setting.
    expires: address.kind === "opensearch",
    settle: async () => {
      await client.ask(SETTLE[address.kind]);
    },
  });
});
