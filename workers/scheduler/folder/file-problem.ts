/** Where in which file; `file` is relative to the pipelines folder, lines and columns count from 1. */
export type Place = {
  file?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
  /** JSON pointer into the spec. */
  field?: string | undefined;
};

/** A file of the pipelines folder that does not load, in words for its author. Everything else is a failure of ours. */
export class FileProblem extends Error {
  constructor(
    message: string,
    readonly place: Place = {},
  ) {
    super(message);
    this.name = "FileProblem";
  }
}
