import type { Deps } from "@/lib/platform/context";
import { type FieldError, InvalidError } from "@/lib/platform/errors";
import type { JoinKey } from "../keys";
import type { FeatureStatus } from "../schema";
import type { ExpressionType, FeatureType } from "../values";
import { type ComputedColumn, computeColumns } from "./compute";
import type { Definitions } from "./definitions";
import { withDefinitions } from "./definitions-cache";
import { joinKeyJson, readJoinKey } from "./entity-key";
import { type FeatureValue, type Read, readFeatureValue } from "./feature-value";
import { findRows } from "./find-rows";
import { type AskedFeatures, type AskedView, askedFeatures, planQuestion } from "./question";
import { answerOf, type Found } from "./status";
import { formatMicros } from "./time";

/** What is known of one row's entity in one view. */
export type JoinedEntity = {
  /** The values of the view's join keys; of an on-demand view there are none. */
  entity: Record<string, string | number>;
  values: readonly FeatureValue[];
  statuses: readonly FeatureStatus[];
  /** Null where nothing is known of the entity. */
  event_timestamp: string | null;
};
export type JoinedView = {
  view: string;
  /** In the order of `values`. */
  features: readonly { name: string; type: FeatureType }[];
  rows: readonly JoinedEntity[];
};
export type Joined = { service: string; joinKeys: readonly string[]; views: readonly JoinedView[] };

export type Joining = {
  service: string;
  rows: readonly Readonly<Record<string, unknown>>[];
  /** Where in the request a value stands. */
  pointerOf: (row: number, name: string) => string;
};
const MOST_FAULTS = 20;

/**
 * The features of a service for rows that bring its join keys, in one round trip to the online store. A row without a join key, or
 * with one of another type, is refused: a guess would be another entity. Throws UNAVAILABLE when the store does not answer.
 */
export async function joinFeatures(
  { db, redis, clock }: Pick<Deps, "db" | "redis" | "clock">,
  { service, rows, pointerOf }: Joining,
): Promise<Joined> {
  const question = await withDefinitions(db, (definitions) => {
    const { joinKeys, requested } = joinable(definitions, service);
    refuseFaults(rows, joinKeys, requested, pointerOf);
    const names = [...joinKeys, ...requested].map(({ name }) => name);
    const columns = new Map(names.map((name) => [name, rows.map((row) => row[name])]));
    return planQuestion(definitions, { columns, service, fullNames: true });
  });
  const found = await findRows(redis, question, clock.now().getTime() * 1_000);
  const textsOf = new Map(question.joinKeys.map(({ key, texts }) => [key.name, texts]));
  return {
    service,
    joinKeys: question.joinKeys.map(({ key }) => key.name),
    views: [
      ...question.views.flatMap((asked, at) =>
        asked.features.length > 0 ? [joinedView(asked, found[at] ?? [], textsOf)] : [],
      ),
      ...computeColumns(question, found).map((columns, at) =>
        computedView(question.onDemandViews[at]?.view.name ?? "", columns, question.rows),
      ),
    ],
  };
}

/** What a service joins, and by which keys. */
export type JoinableService = {
  features: readonly string[];
  joinKeys: readonly JoinKey[];
  /** What on-demand views need of the request. */
  requested: readonly Requested[];
};
type Requested = { name: string; type: ExpressionType };

/** Of the definitions that are held. */
export const joinableService = (db: Deps["db"], service: string): Promise<JoinableService> =>
  withDefinitions(db, (definitions) => joinable(definitions, service));

const joinables = new WeakMap<Definitions, Map<string, JoinableService>>();

/** Found once for each state of the definitions. */
function joinable(definitions: Definitions, service: string): JoinableService {
  const known = joinables.get(definitions) ?? new Map<string, JoinableService>();
  joinables.set(definitions, known);
  const found = known.get(service) ?? find(definitions, service);
  known.set(service, found);
  return found;
}

function find(definitions: Definitions, service: string): JoinableService {
  const asked = askedFeatures(definitions, { service, fullNames: true });
  return {
    features: definitions.services.get(service) ?? [],
    joinKeys: keysOf(asked.views),
    requested: requestedOf(asked.onDemandViews),
  };
}

const requestedOf = (views: AskedFeatures["onDemandViews"]): Requested[] => [
  ...new Map(
    views
      .flatMap(({ view }) => view.inputs)
      .flatMap(({ from, name, type }) => (from === "request" ? [[`${type} ${name}`, { name, type }]] : [])),
  ).values(),
];

const keysOf = (views: readonly AskedView[]): JoinKey[] => [
  ...new Map(views.flatMap(({ view }) => view.joinKeys).map((key) => [key.name, key])).values(),
];

function refuseFaults(
  rows: Joining["rows"],
  keys: readonly JoinKey[],
  requested: readonly Requested[],
  pointerOf: Joining["pointerOf"],
): void {
  const faults: FieldError[] = [];
  const check = (at: number, what: string, name: string, read: Read<unknown> | null, code: string) => {
    if (faults.length >= MOST_FAULTS || (read && "value" in read)) return;
    const detail = read ? `${what} ${name} ${read.problem}` : `${what} ${name} is missing`;
    faults.push({ pointer: pointerOf(at, name), code: read ? code : "required", detail });
  };
  for (const [at, row] of rows.entries()) {
    const givenOf = (name: string) => (Object.hasOwn(row, name) ? { raw: row[name] } : null);
    for (const key of keys) {
      const given = givenOf(key.name);
      check(at, "The join key", key.name, given && readJoinKey(key.type, given.raw), "join_key");
    }
    for (const field of requested) {
      const given = givenOf(field.name);
      check(at, "The input", field.name, given && readFeatureValue(field.type, given.raw), "input");
    }
  }
  const [first] = faults;
  if (first) throw new InvalidError(`${first.detail}.`, faults);
}

function joinedView(
  { view, features }: AskedView,
  found: readonly (Found | null)[],
  textsOf: ReadonlyMap<string, readonly string[]>,
): JoinedView {
  const asked = features.flatMap(({ name }) => {
    const type = view.fields.get(name)?.type;
    return type ? [{ name, type }] : [];
  });
  const rows = found.map((one, row) => {
    const answers = asked.map(({ name, type }) => answerOf(view, one, name, type));
    return {
      entity: Object.fromEntries(
        view.joinKeys.map(({ name, type }) => [name, keyValue(type, textsOf.get(name)?.[row] ?? "")]),
      ),
      values: answers.map(({ value }) => value),
      statuses: answers.map(({ status }) => status),
      event_timestamp: one && formatMicros(one.row.eventUs),
    };
  });
  return { view: view.name, features: asked, rows };
}

function computedView(view: string, columns: readonly ComputedColumn[], count: number): JoinedView {
  const rows = Array.from({ length: count }, (_, row) => ({
    entity: {},
    values: columns.map(({ answers }) => answers[row]?.value ?? null),
    statuses: columns.map(({ answers }) => answers[row]?.status ?? "NULL_VALUE"),
    event_timestamp: null,
  }));
  return { view, features: columns.map(({ name, type }) => ({ name, type })), rows };
}

/** A number that a double would change is its digits. */
function keyValue(type: JoinKey["type"], text: string): string | number {
  if (type === "STRING") return text;
  const value = Number(joinKeyJson(type, text));
  return Number.isSafeInteger(value) ? value : text;
}
