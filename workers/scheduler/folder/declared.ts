import type { Place } from "./file-problem";

/** What a definition file says, unchecked, and where it says it. */
export type Declared = {
  raw: unknown;
  /** The file as it was written. */
  text: string;
  /** The line of a field (JSON pointer), as well as it can be told. */
  locate(pointer: string): Pick<Place, "line" | "column">;
};
