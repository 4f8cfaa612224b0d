import { hotWrite } from "@/lib/verbs";
import { BeginImportInput, EndImportInput } from "./schema";

/** One row of the audit log when an import begins and one when it has ended, with what came: the rows between are many. */
export const beginImport = hotWrite("imports:write", BeginImportInput, async ({ input, audit }) =>
  audit(
    "import.begin",
    { target: { type: "import", id: input.source }, detail: { from: input.from } },
    undefined,
  ),
);

/** The counts are those that the importer gives. */
export const endImport = hotWrite("imports:write", EndImportInput, async ({ input, audit }) =>
  audit("import.end", { target: { type: "import", id: input.source }, detail: input.counts }, undefined),
);
