import { createWriteStream } from "node:fs";
import { dirname } from "node:path/posix";
import { pipeline } from "node:stream/promises";
import { describedModel, openStoredFile, storedFiles } from "@/lib/experiments";
import type { Deps } from "@/lib/platform/context";
import { ConflictError } from "@/lib/platform/errors";
import { MODEL } from "../values";
import { type Described, type NamedFile, servedFile } from "./served-file";
import type { FetchModel } from "./start-model";

const MOST_FILES = 1_000;
const FIRST_NAMES = 10;
type Files = Pick<Deps, "storage">;

/** How the model at an address of this server's artifacts is fetched. */
export function fetchFrom(deps: Files, address: string): FetchModel {
  return async (file) => {
    const described = await describedModel(deps, address);
    const { path, format } = described ? served(described) : await onlyFile(deps, address);
    let left: number = MODEL.fileBytes;
    const fetch = async (from: string, to: string) => {
      left -= await copied(deps, address, from, to, left);
    };
    await fetch(path, file);
    const folder = dirname(path) === "." ? "" : `${dirname(path)}/`;
    return {
      format,
      signature: described?.signature ?? null,
      // Its name has no slash: it lies in the folder of the model's own file.
      fetchBeside: (name, to) => fetch(`${folder}${name}`, to),
    };
  };
}

/** Returns its bytes. */
async function copied(deps: Files, address: string, from: string, to: string, most: number): Promise<number> {
  const stored = await openStoredFile(deps, address, from);
  if (!stored) throw refused(`its file ${JSON.stringify(from)} is not there`);
  if (stored.sizeBytes > most) {
    stored.body.destroy();
    throw refused(
      `its file ${JSON.stringify(from)} has ${stored.sizeBytes} bytes, and ${MODEL.fileBytes} are the most for all together`,
    );
  }
  await pipeline(stored.body, createWriteStream(to, { mode: 0o600 }));
  return stored.sizeBytes;
}

function served(described: Described): NamedFile {
  const found = servedFile(described);
  if ("why" in found) throw refused(found.why);
  return found;
}

/** Without an MLmodel: the address itself, or the only .onnx file below it. */
async function onlyFile(deps: Files, address: string): Promise<NamedFile> {
  if (address.endsWith(".onnx")) return { path: "", format: "onnx" };
  const { files } = await storedFiles(deps, address, MOST_FILES);
  const paths = files.map(({ path }) => path).filter((path) => path.endsWith(".onnx"));
  const [path] = paths;
  if (path === undefined) throw refused("it has neither an MLmodel nor a file that ends with .onnx");
  if (paths.length === 1) return { path, format: "onnx" };
  throw refused(`it has several .onnx files and no MLmodel: ${paths.slice(0, FIRST_NAMES).join(", ")}`);
}

function refused(said: string): ConflictError {
  return new ConflictError(`The model cannot be served: ${said}.`);
}
