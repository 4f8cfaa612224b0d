import { RateLimitedError } from "@/lib/platform/errors";
import type { EndpointRow } from "../repository/endpoints";

const RETRY_AFTER_SECONDS = 1;
const inside = new Map<string, number>();

/** Requests of one endpoint at once in this process. Throws RateLimitedError. */
export async function withRoom<R>(
  { id, name, maxInFlight }: Pick<EndpointRow, "id" | "name" | "maxInFlight">,
  work: () => Promise<R>,
): Promise<R> {
  const count = inside.get(id) ?? 0;
  if (count >= maxInFlight)
    throw new RateLimitedError(
      `More than ${maxInFlight} requests of the endpoint ${name} at once. Try again in ${RETRY_AFTER_SECONDS} s.`,
      RETRY_AFTER_SECONDS,
    );
  inside.set(id, count + 1);
  try {
    return await work();
  } finally {
    const left = (inside.get(id) ?? 1) - 1;
    if (left > 0) inside.set(id, left);
    else inside.delete(id);
  }
}
