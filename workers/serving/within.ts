import { AppError } from "@/lib/platform/errors";

/**
 * What the work returns, or UNAVAILABLE when its time is up. The work goes on then, and nobody waits for its result. Not
 * Fastify's handlerTimeout, which ends as soon as the request's body has been read.
 */
export async function within<T>(timeoutMs: number, working: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const retryAfterSeconds = 1;
      reject(
        new AppError("UNAVAILABLE", "The request took too long and was given up.", { retryAfterSeconds }),
      );
    }, timeoutMs);
  });
  try {
    return await Promise.race([working, late]);
  } finally {
    clearTimeout(timer);
  }
}
