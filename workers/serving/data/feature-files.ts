import * as z from "zod";
import { openSourceFile, openTrainingSetFile } from "@/lib/features";
import { TrainingSetFileQuery } from "@/lib/features/schema";
import { NotFoundError } from "@/lib/platform/errors";
import { type Call, operation } from "../protocol";
import { attachment, sendObject } from "./send";

const params = z.object({
  id: z.string().describe("The data source's name, or the training set's id."),
  path: z.string().describe("The file's path below it; slashes stay slashes."),
});
const declared = (path: `/${string}`) => ({ path, scope: "features:read", params }) as const;
type Asked = Call<ReturnType<typeof declared>>;
type File = { key: string; path: string };

/** What features are made of, and training sets, for people in the console and API tokens. */
const OWNERS = [
  {
    segment: "feature-sources",
    of: "a data source of features",
    open: ({ ctx, params: { id, path } }: Asked) => openSourceFile(ctx, { name: id, path }),
  },
  {
    segment: "training-sets",
    of: "a training set",
    open: ({ ctx, params: { id, path } }: Asked) => {
      const known = TrainingSetFileQuery.shape.path.safeParse(path);
      if (!known.success) throw new NotFoundError("file of this training set", path);
      return openTrainingSetFile(ctx, { id, path: known.data });
    },
  },
] as const;

const sendFile = (open: (call: Asked) => Promise<File>) => async (call: Asked) => {
  const { key, path } = await open(call);
  return sendObject(call.request, call.reply, {
    storage: call.ctx.storage,
    transfers: call.plane.transfers,
    key,
    name: { kind: "file", id: path },
    headers: { "content-disposition": attachment(path) },
  });
};

export const featureFileOperations = OWNERS.flatMap(({ segment, of, open }) => {
  const download = declared(`/downloads/${segment}/{id}/{+path}`);
  const summary = `Download a file of ${of}.`;
  return [
    operation({ ...download, method: "GET", summary, bytes: { reply: true } }, sendFile(open)),
    operation({ ...download, method: "HEAD", summary }, sendFile(open)),
  ];
});
