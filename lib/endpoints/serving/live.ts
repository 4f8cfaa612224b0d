import { parseAllowList } from "@/lib/platform/address";
import { BoundedMap } from "@/lib/platform/bounded-map";
import type { Deps } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { ObjectStore } from "@/lib/platform/storage";
import type { RemoteModel } from "../remote/remote-model";
import { RemoteModels } from "../remote/remote-models";
import type { EndpointRow, VariantRow } from "../repository/endpoints";
import { startVersion } from "../runtime/model-source";
import type { WarmModel } from "../runtime/warm-model";
import { WarmModels } from "../runtime/warm-models";
import { mainSlot } from "../split/choose-slot";
import { textOf } from "../variant";
import { keepPublishing } from "./published-states";
import { type AnsweringVersion, knownRouting, type Routing, type Target } from "./routing";
import { Standing } from "./standing";

/** What answers a request. `variant` and `version` may for a moment be those before what the endpoint stands for. */
export type Live = {
  endpoint: EndpointRow;
  variant: VariantRow;
  version: AnsweringVersion;
  model: ServedModel;
};
export type ServedModel = WarmModel | RemoteModel;
type Room = {
  models: WarmModels;
  remotes: RemoteModels;
  standing: BoundedMap<string, Standing>;
  unpublish: () => void;
};
export type LiveDeps = Pick<Deps, "db" | "storage" | "log" | "redis" | "clock">;

const MOST_ENDPOINTS = 1_000;
const rooms = new WeakMap<ObjectStore, Room>();

/**
 * The model that answers in a slot of an endpoint. When the slot stands for another version than before, the one before goes on
 * answering until the other is loaded and warm; also when that cannot be served at all, which the log says.
 */
export async function liveModel(deps: LiveDeps, routing: Routing, slot: number): Promise<Live> {
  const room = roomOf(deps);
  const { endpoint } = routing;
  const standing = standingOf(room, routing);
  const target = routing.slots[slot];
  if (!target) throw new Error(`The endpoint ${endpoint.name} has no slot ${slot}`);
  const ready = readyModel(room, target);
  if (ready) {
    standing.hasAnswered(target);
    return live(endpoint, target, ready);
  }
  // What is gone from the registry is no switch that takes a while.
  thereVersion(endpoint.name, target);
  const loading = load(deps, room, endpoint, target);
  const before = standing.before(slot);
  const warm = before && readyModel(room, before);
  if (before && warm) {
    // The log has it, once for each try.
    loading.catch(() => {});
    return live(endpoint, before, warm);
  }
  try {
    const model = await loading;
    standing.hasAnswered(target);
    return live(endpoint, target, model);
  } catch (error) {
    if (!before) throw error;
    return live(endpoint, before, await load(deps, room, endpoint, before));
  }
}

/** The model of a target that answers in no slot. */
export async function modelOf(deps: LiveDeps, endpoint: EndpointRow, target: Target): Promise<ServedModel> {
  const room = roomOf(deps);
  return readyModel(room, target) ?? load(deps, room, endpoint, target);
}

/** What answers most of an endpoint's requests in this process, if it is warm; asks nobody and loads nothing. */
export function warmModel({ db, storage }: Pick<Deps, "db" | "storage">, name: string): Live | null {
  const routing = knownRouting(db, name);
  const room = rooms.get(storage);
  const target = routing?.slots[mainSlot(routing)];
  const model = room && target && readyModel(room, target);
  return model ? live(routing.endpoint, target, model) : null;
}

/** Ends the processes of all models. */
export function endModels({ storage }: Pick<Deps, "storage">): void {
  const room = rooms.get(storage);
  room?.unpublish();
  room?.models.close();
  rooms.delete(storage);
}

const allowed = () => parseAllowList(env().GWANJE_FETCH_ALLOW);

function readyModel(
  { models, remotes }: Room,
  { key, variant: { remote } }: Target,
): ServedModel | undefined {
  return remote ? remotes.ready(key, remote, allowed()) : models.ready(key);
}

async function load(
  deps: LiveDeps,
  { models, remotes }: Room,
  { name }: EndpointRow,
  target: Target,
): Promise<ServedModel> {
  const { remote } = target.variant;
  if (remote) return remotes.load(target.key, remote, allowed());
  return models.load(target.key, startVersion(deps, thereVersion(name, target)));
}

function live(endpoint: EndpointRow, target: Target, model: ServedModel): Live {
  const version = thereVersion(endpoint.name, target);
  const isRemote = "place" in model;
  return {
    endpoint,
    variant: target.variant,
    version: isRemote ? { ...version, version: model.version } : version,
    model,
  };
}

function thereVersion(name: string, { variant, version }: Target): AnsweringVersion {
  if (version) return version;
  throw new AppError(
    "UNAVAILABLE",
    `The endpoint ${name} stands for ${textOf(variant)}, which is not among the registered models any more.`,
  );
}

/** Each look at the database also keeps warm what a roll-back goes to. */
function standingOf({ models, standing }: Room, routing: Routing): Standing {
  const { id } = routing.endpoint;
  const known = standing.get(id);
  if (known?.routing === routing) return known;
  const now = new Standing(routing, known);
  for (const key of now.keysBefore()) models.ready(key);
  standing.set(id, now);
  return now;
}

function roomOf(deps: LiveDeps): Room {
  const { storage, log } = deps;
  const known = rooms.get(storage);
  if (known) return known;
  const models = new WarmModels({
    onFailure: (model, error) => log.warn({ model, said: error.message }, "a model does not answer"),
    onChange: () => publishing.publish(),
  });
  const publishing = keepPublishing(deps, models);
  const made = {
    models,
    remotes: new RemoteModels(),
    standing: new BoundedMap<string, Standing>(MOST_ENDPOINTS),
    unpublish: publishing.stop,
  };
  rooms.set(storage, made);
  return made;
}
