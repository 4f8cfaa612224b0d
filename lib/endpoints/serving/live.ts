import { BoundedMap } from "@/lib/platform/bounded-map";
import type { Deps } from "@/lib/platform/context";
import type { ObjectStore } from "@/lib/platform/storage";
import type { EndpointRow } from "../repository/endpoints";
import { fetchFrom } from "../runtime/model-file";
import type { WarmModel } from "../runtime/warm-model";
import { WarmModels } from "../runtime/warm-models";
import { type Target, targetOf } from "./target";

/** What answers for an endpoint now. `version` may for a moment be the one before what the endpoint stands for. */
export type Live = { endpoint: EndpointRow; version: Target["version"]; model: WarmModel };
type Room = { models: WarmModels; answered: BoundedMap<string, Target> };

const MOST_ENDPOINTS = 1_000;
const rooms = new WeakMap<ObjectStore, Room>();

/**
 * The model that answers for an endpoint. When it stands for another version than before, the one before goes on answering until
 * the other is loaded and warm; also when that cannot be served at all, which the log says.
 */
export async function liveModel(deps: Pick<Deps, "db" | "storage" | "log">, name: string): Promise<Live> {
  const target = await targetOf(deps.db, name);
  const { models, answered } = roomOf(deps);
  const key = keyOf(target);
  const ready = models.ready(key);
  if (ready) {
    answered.set(target.endpoint.id, target);
    return { ...target, model: ready };
  }
  const start = (of: Target) => models.load(keyOf(of), fetchFrom(deps, of.version.storageLocation));
  const loading = start(target);
  const known = answered.get(target.endpoint.id);
  const before = known && keyOf(known) !== key ? known : undefined;
  const warm = before && models.ready(keyOf(before));
  const asBefore = (of: Target, model: WarmModel) => ({
    endpoint: target.endpoint,
    version: of.version,
    model,
  });
  if (before && warm) {
    // The log has it, once for each try.
    loading.catch(() => {});
    return asBefore(before, warm);
  }
  try {
    const model = await loading;
    answered.set(target.endpoint.id, target);
    return { ...target, model };
  } catch (error) {
    if (!before) throw error;
    return asBefore(before, await start(before));
  }
}

/** Ends the processes of all models. */
export function closeModels({ storage }: Pick<Deps, "storage">): void {
  rooms.get(storage)?.models.close();
  rooms.delete(storage);
}

function roomOf({ storage, log }: Pick<Deps, "storage" | "log">): Room {
  const known = rooms.get(storage);
  if (known) return known;
  const models = new WarmModels({
    onFailure: (model, error) => log.warn({ model, said: error.message }, "a model does not answer"),
  });
  const made = { models, answered: new BoundedMap<string, Target>(MOST_ENDPOINTS) };
  rooms.set(storage, made);
  return made;
}

/** A version's files never change, but a model may be deleted and another be registered under its name. */
function keyOf({ version: { name, version, storageLocation } }: Target): string {
  return `${name}/${version} ${storageLocation}`;
}
