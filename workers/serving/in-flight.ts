import { AppError, RateLimitedError } from "@/lib/platform/errors";

const RETRY_AFTER_SECONDS = 1;

export type InFlight = {
  /** Counts a request in; call what it returns when its work is over. It counts until its answer is sent, too. */
  enter(response: NodeJS.WritableStream): () => void;
};

/** The requests of one protocol in this process. Throws UNAVAILABLE from the moment of draining, RATE_LIMITED when full. */
export function countInFlight(name: string, most: number, draining: () => boolean): InFlight {
  let inside = 0;
  return {
    enter(response) {
      if (draining())
        throw new AppError("UNAVAILABLE", "This process is stopping; send the request again.", {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      if (inside >= most)
        throw new RateLimitedError(
          `More than ${most} requests of ${name} at once. Try again in ${RETRY_AFTER_SECONDS} s.`,
          RETRY_AFTER_SECONDS,
        );
      inside += 1;
      let open = 2;
      const leave = () => {
        open -= 1;
        if (open === 0) inside -= 1;
      };
      // A client that leaves does not end the work that it began, and a download goes on behind its handler.
      if (Object(response).closed) leave();
      else response.once("close", leave);
      return leave;
    },
  };
}
