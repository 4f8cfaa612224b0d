import { useState } from "react";
import { newIdempotencyKey } from "@/lib/client/idempotency";

/** The same input keeps its key however often it is sent; another input gets a new one. */
export function useRequestKey(body: unknown): string {
  const request = JSON.stringify(body);
  const [known, setKnown] = useState(() => ({ request, key: newIdempotencyKey() }));
  if (known.request === request) return known.key;
  const next = { request, key: newIdempotencyKey() };
  setKnown(next);
  return next.key;
}
