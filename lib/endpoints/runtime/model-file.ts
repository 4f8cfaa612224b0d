import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { describedModel, openStoredFile, storedFiles } from "@/lib/experiments";
import type { Deps } from "@/lib/platform/context";
import { ConflictError } from "@/lib/platform/errors";
import { MODEL } from "../values";
import type { FetchModel } from "./warm-models";

const MOST_FILES = 1_000;
const FIRST_NAMES = 10;
/** Where MLflow puts it, for an MLmodel that does not say. */
const USUAL = "model.onnx";

/** How the model at an address of this server's artifacts is fetched. */
export function fetchFrom(deps: Pick<Deps, "storage">, address: string): FetchModel {
  return async (file) => {
    const described = await describedModel(deps, address);
    const path = described ? onnxFile(described.flavors, described.onnx_file) : await onlyFile(deps, address);
    const stored = await openStoredFile(deps, address, path);
    if (!stored) throw refused(`its file ${JSON.stringify(path)} is not there`);
    if (stored.sizeBytes > MODEL.fileBytes) {
      stored.body.destroy();
      throw refused(`its file has ${stored.sizeBytes} bytes, and ${MODEL.fileBytes} are the most`);
    }
    await pipeline(stored.body, createWriteStream(file, { mode: 0o600 }));
    return { signature: described?.signature ?? null };
  };
}

function onnxFile(flavors: readonly string[], path: string | null): string {
  if (flavors.includes("onnx")) return path ?? USUAL;
  throw refused(`it has the flavors ${flavors.join(", ") || "none"}, and only onnx is served`);
}

/** Without an MLmodel: the address itself, or the only .onnx file below it. */
async function onlyFile(deps: Pick<Deps, "storage">, address: string): Promise<string> {
  if (address.endsWith(".onnx")) return "";
  const { files } = await storedFiles(deps, address, MOST_FILES);
  const paths = files.map(({ path }) => path).filter((path) => path.endsWith(".onnx"));
  const [path] = paths;
  if (path === undefined) throw refused("it has neither an MLmodel nor a file that ends with .onnx");
  if (paths.length === 1) return path;
  throw refused(`it has several .onnx files and no MLmodel: ${paths.slice(0, FIRST_NAMES).join(", ")}`);
}

function refused(said: string): ConflictError {
  return new ConflictError(`The model cannot be served: ${said}.`);
}
