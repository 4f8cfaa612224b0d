import type { Reason } from "@/lib/platform/reasons";

/** Where in which file; `file` is relative to the pipelines folder, lines and columns count from 1. */
export type Place = {
  file?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
  /** JSON pointer into the spec. */
  field?: string | undefined;
};

/**
 * A file of the pipelines folder that does not load: why, in words for its author, with the code and values by which the
 * console says it in the reader's. Everything else is a failure of ours.
 */
export class FileProblem extends Error {
  constructor(
    message: string,
    readonly reason: Reason,
    readonly place: Place = {},
    /** How many more there are in the same file. */
    readonly more = 0,
  ) {
    super(message);
    this.name = "FileProblem";
  }

  /** The same problem at a place that is known better. */
  at(place: Place): FileProblem {
    return new FileProblem(this.message, this.reason, place, this.more);
  }
}
