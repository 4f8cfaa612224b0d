import { hash } from "node:crypto";
import { SLOTS } from "../values";

/** 48 bits: an exact number, and many more than there are slots. */
const DIGITS = 12;

/** Where a key stands, in every process and after every start. The endpoint is in it: what is rare here is not rare everywhere. */
export function slotOfKey(endpoint: string, key: string): number {
  return Number.parseInt(hash("sha256", `${endpoint}\n${key}`, "hex").slice(0, DIGITS), 16) % SLOTS;
}

export const anySlot = () => Math.floor(Math.random() * SLOTS);
