import { describe } from "vitest";
import { testStores } from "@/lib/testing";
import { logStoreContract } from "./testing/store-contract";

const stores = testStores();

describe("the embedded store", () => {
  logStoreContract({ stores, settle: async () => {}, expires: true });
});
