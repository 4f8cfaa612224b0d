import { AppError } from "@/lib/platform/errors";
import { tookTooLong } from "@/lib/platform/store-fault";

/** A search that the database ended says how it may be shorter. */
export async function patiently<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    throw new AppError("UNAVAILABLE", "The search took too long. Name an endpoint, or a shorter range.");
  }
}
