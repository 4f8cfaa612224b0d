import type { TaskFacts } from "./repository/heads";
import { isoOf, textOf } from "./run-facts";
import type { Change, RerunPlan, Reversal } from "./schema";
import type { Facts } from "./section";
import type { SectionName } from "./values";

/** A run as far as its pipeline can make it again. */
export type Side = {
  /** Null for one that no pipeline made. */
  task: TaskFacts | null;
  /** Parameters that it logged. */
  logged: Facts;
  /** What a version of the pipeline brings along, by section. */
  brought: Partial<Record<SectionName, Facts>>;
};

/** Every difference that a repetition could put back, and every one that it cannot, with the reason. */
export function reversalsOf(run: Side, other: Side, schema: unknown): Reversal[] {
  return [
    ...paramReversals(run, other, schema),
    ...intervalReversals(run, other),
    ...versionReversals(run, other),
  ];
}

function paramReversals(run: Side, other: Side, schema: unknown): Reversal[] {
  const known = new Set([...propertiesOf(schema).keys(), ...Object.keys(run.task?.params ?? {})]);
  const others = sameDag(run, other) ? Object.keys(other.task?.params ?? {}) : [];
  const names = new Set([...known, ...others, ...run.logged.keys(), ...other.logged.keys()]);
  return [...names].sort().flatMap((name): Reversal[] => {
    const isKnown = run.task !== null && known.has(name);
    const from = isKnown ? textOrNull(run.task?.params[name]) : (run.logged.get(name) ?? null);
    const to = isKnown ? textOrNull(valueFrom(other, run, name, schema)) : (other.logged.get(name) ?? null);
    if (from === to || (isKnown && to === null)) return [];
    return [
      reversal(
        "params",
        name,
        from,
        to,
        isKnown ? { kind: "param", name } : null,
        whyNot(run, "not_a_parameter"),
      ),
    ];
  });
}

function intervalReversals(run: Side, other: Side): Reversal[] {
  if (!run.task || !other.task) return [];
  const [from, to] = [intervalText(run.task), intervalText(other.task)];
  if (from === to || to === null) return [];
  return [reversal("pipeline", "interval_start", from, to, { kind: "interval" }, null)];
}

/** Code, packages and Python come with the version: each is put back with all that it brings. */
function versionReversals(run: Side, other: Side): Reversal[] {
  const isSameDag = sameDag(run, other);
  const [own, its] = [run.task?.version, other.task?.version];
  const change: Change | null = isSameDag && own !== its ? { kind: "version" } : null;
  const versions =
    change === null ? [] : [reversal("pipeline", "version", String(own), String(its), change, null)];
  const why = run.task && other.task && !isSameDag ? "other_pipeline" : whyNot(run, "not_in_version");
  const sections = Object.keys(run.brought).filter((name): name is SectionName => name in other.brought);
  return [
    ...versions,
    ...sections.flatMap((section) => {
      const [mine, theirs] = [run.brought[section], other.brought[section]];
      const keys = [...new Set([...(mine?.keys() ?? []), ...(theirs?.keys() ?? [])])].sort();
      return keys.flatMap((key): Reversal[] => {
        const [from, to] = [mine?.get(key) ?? null, theirs?.get(key) ?? null];
        return from === to ? [] : [reversal(section, key, from, to, change, why)];
      });
    }),
  ];
}

function reversal(
  section: SectionName,
  key: string,
  from: string | null,
  to: string | null,
  change: Change | null,
  why: Reversal["why"],
): Reversal {
  return { section, key, from, to, change, why: change === null ? why : null };
}

function whyNot(run: Side, why: Reversal["why"]): Reversal["why"] {
  return run.task === null ? "no_pipeline" : why;
}

function sameDag(run: Side, other: Side): boolean {
  return run.task !== null && other.task !== null && run.task.dagId === other.task.dagId;
}

function textOrNull(value: unknown): string | null {
  return value === undefined ? null : textOf(value);
}

function intervalText({ intervalStart, intervalEnd }: TaskFacts): string | null {
  return intervalStart === null || intervalEnd === null
    ? null
    : `${isoOf(intervalStart)} – ${isoOf(intervalEnd)}`;
}

/** The other run's value for a parameter of this run's pipeline: as its own was started, else as it was logged. */
function valueFrom(other: Side, run: Side, name: string, schema: unknown): unknown {
  if (sameDag(run, other) && other.task && Object.hasOwn(other.task.params, name))
    return other.task.params[name];
  const text = other.logged.get(name);
  return text === undefined ? undefined : readAs(text, propertiesOf(schema).get(name));
}

/** A logged value is text; the schema says what was meant. */
function readAs(text: string, property: unknown): unknown {
  const type =
    typeof property === "object" && property !== null && "type" in property ? property.type : undefined;
  if (type === "string") return text;
  // Python's words for what JSON writes in small letters.
  const json = { True: "true", False: "false", None: "null" }[text] ?? text;
  try {
    return JSON.parse(json);
  } catch {
    return text;
  }
}

function propertiesOf(schema: unknown): Map<string, unknown> {
  if (typeof schema !== "object" || schema === null || !("properties" in schema)) return new Map();
  const { properties } = schema;
  return new Map(typeof properties === "object" && properties !== null ? Object.entries(properties) : []);
}

export type Planned = { plan: RerunPlan; from: string | null; to: string | null };

/** With what the run's pipeline is started again; null where this difference cannot be put back. */
export function planOf(run: Side, other: Side | null, change: Change, schema: unknown): Planned | null {
  const { task } = run;
  if (!task) return null;
  const same: RerunPlan = {
    dag_id: task.dagId,
    version: task.version,
    params: task.params,
    data_interval: intervalIn(task),
  };
  if (change.kind === "none") return { plan: same, from: null, to: null };
  if (change.kind === "edit") {
    const edited = Object.keys(change.params).sort().join(", ");
    return { plan: { ...same, params: { ...task.params, ...change.params } }, from: null, to: edited };
  }
  const found = other && reversalsOf(run, other, schema).find((one) => isOf(one, change));
  if (!found || (!other?.task && change.kind !== "param")) return null;
  return { plan: { ...same, ...putBack(run, other, change, schema) }, from: found.from, to: found.to };
}

function isOf({ change }: Reversal, wanted: Change): boolean {
  if (wanted.kind === "param") return change?.kind === "param" && change.name === wanted.name;
  return change?.kind === wanted.kind;
}

function putBack(run: Side, other: Side, change: Change, schema: unknown): Partial<RerunPlan> {
  if (change.kind === "param")
    return { params: { ...run.task?.params, [change.name]: valueFrom(other, run, change.name, schema) } };
  if (!other.task) return {};
  return change.kind === "interval"
    ? { data_interval: intervalIn(other.task) }
    : { version: other.task.version };
}

function intervalIn({ intervalStart, intervalEnd }: TaskFacts): RerunPlan["data_interval"] {
  return intervalStart === null || intervalEnd === null
    ? null
    : { start: isoOf(intervalStart), end: isoOf(intervalEnd) };
}
