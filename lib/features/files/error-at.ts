import { AppError, InvalidError } from "@/lib/platform/errors";

/** What the work refuses is refused at this place of the file. */
export async function at<R>(pointer: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { reason, errors } = error.extra;
    if (errors && errors.length > 0)
      throw new InvalidError(
        error.message,
        errors.map((one) => ({ ...one, pointer: pointer + one.pointer })),
      );
    if (reason) throw InvalidError.field(pointer, error.message, reason);
    throw error;
  }
}
