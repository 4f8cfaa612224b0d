import type { Deps } from "@/lib/platform/context";
import type { ObjectBody } from "@/lib/platform/storage";
import { type ArtifactPlace, checkPath, keyOf, parsePlace } from "./artifact-place";
import { MLMODEL_BYTES, type ModelDescription, parseMlmodel } from "./mlmodel";

export type StoredFiles = {
  /** By path below the address. */
  files: { path: string; size_bytes: number }[];
  /** False when there are more than were looked at. */
  complete: boolean;
};

const SCHEME = "mlflow-artifacts:/";
const MLMODEL = "MLmodel";

/** The files below an address that this server gave. Nothing for any other address. For domains that asked for permission. */
export async function storedFiles(
  { storage }: Pick<Deps, "storage">,
  address: string,
  most: number,
): Promise<StoredFiles> {
  const place = placeOf(address);
  return place ? filesIn({ storage }, place, most) : { files: [], complete: true };
}

export async function filesIn(
  { storage }: Pick<Deps, "storage">,
  place: ArtifactPlace,
  most: number,
): Promise<StoredFiles> {
  const root = place.path === "" ? keyOf(place) : `${keyOf(place)}/`;
  const { objects, nextCursor } = await storage.list(root, { limit: most });
  const files = objects.map(({ key, sizeBytes }) => ({
    path: key.slice(root.length),
    size_bytes: sizeBytes,
  }));
  return { files, complete: nextCursor === null };
}

/** What the model at this address says of itself; null when it has no MLmodel that can be read. */
export async function describedModel(
  { storage }: Pick<Deps, "storage">,
  address: string,
): Promise<ModelDescription | null> {
  const place = placeOf(address);
  return place && modelIn({ storage }, place);
}

/** The MLmodel of a folder; null when it has none that can be read. */
export async function modelIn(
  { storage }: Pick<Deps, "storage">,
  place: ArtifactPlace,
): Promise<ModelDescription | null> {
  const key = keyOf({ ...place, path: place.path === "" ? MLMODEL : `${place.path}/${MLMODEL}` });
  const head = await storage.head(key);
  if (!head || head.sizeBytes > MLMODEL_BYTES) return null;
  const bytes = await storage.getBytes(key);
  return bytes && parseMlmodel(bytes.toString("utf8"));
}

/** A file below an address that this server gave, to be read; null when there is none. Throws InvalidError for a path that leads elsewhere. */
export async function openStoredFile(
  { storage }: Pick<Deps, "storage">,
  address: string,
  path: string,
): Promise<ObjectBody | null> {
  const place = placeOf(address);
  if (!place) return null;
  const whole = [place.path, path].filter((part) => part !== "").join("/");
  return storage.get(keyOf({ ...place, path: checkPath(whole) }));
}

function placeOf(address: string): ArtifactPlace | null {
  return address.startsWith(SCHEME) ? parsePlace(address.slice(SCHEME.length)) : null;
}
