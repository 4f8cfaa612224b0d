import { notFound } from "next/navigation";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";

/** For detail pages: what there is, or the console's 404. A name that nothing may have is as unknown as one that nothing has. */
export async function foundOr404<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InvalidError) return notFound();
    throw error;
  }
}
