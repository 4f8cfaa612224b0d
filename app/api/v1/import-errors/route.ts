import { route } from "@/lib/http/route";
import { listImportErrors } from "@/lib/pipelines";
import { ImportErrorList } from "@/lib/pipelines/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/import-errors",
    scope: "pipelines:read",
    summary: "Files of the pipelines folder that do not load, with file, line and reason.",
    reply: ImportErrorList,
  },
  ({ ctx }) => listImportErrors(ctx, {}),
);
