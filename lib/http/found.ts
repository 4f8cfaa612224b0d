import { notFound } from "next/navigation";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";

/** For detail pages: returns the thing, or shows the console's 404. Invalid names count as unknown. */
export async function foundOr404<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InvalidError) return notFound();
    throw error;
  }
}
