import type { KnownView } from "../online/definitions";
import { type FeatureValue, featureJson } from "../online/feature-value";
import { answerOf, foundOf } from "../online/status";
import { decodeRow } from "../online/stored-row";
import type { Micros } from "../online/time";
import type { AuditedFeature } from "../repository/audits";
import type { FeatureType } from "../values";

/** One entity of the sample: what its files said up to `asOf`, and what is online; both as rows are stored. */
export type Compared = { entity: Record<string, string>; offline: string; online: string | null };

const MOST_SHOWN = 300;

/** Counts, feature by feature, whose online value is another than that of the files. Pure. */
export class Comparison {
  /** Online rows of after the files' last moment: there is nothing to compare them with. */
  newer = 0;
  sampled = 0;
  readonly #features: Map<string, AuditedFeature>;

  constructor(
    readonly view: KnownView,
    /** Exclusive: the end of what was materialised. */
    readonly asOfUs: Micros,
  ) {
    const none = { compared: 0, mismatched: 0, example: null };
    this.#features = new Map([...view.fields.keys()].map((name) => [name, { name, ...none }]));
  }

  get features(): AuditedFeature[] {
    return [...this.#features.values()];
  }

  add({ entity, offline, online }: Compared): void {
    this.sampled += 1;
    const row = online === null ? null : decodeRow(online);
    if (row && row.eventUs >= this.asOfUs) {
      this.newer += 1;
      return;
    }
    const [known, served] = [offline, online].map((text) => foundOf(this.view, text, this.asOfUs - 1));
    for (const [name, { type }] of this.view.fields) {
      const feature = this.#features.get(name);
      if (!feature) continue;
      const wanted = comparable(type, answerOf(this.view, known ?? null, name, type).value);
      const found = comparable(type, answerOf(this.view, served ?? null, name, type).value);
      feature.compared += 1;
      if (wanted === found) continue;
      feature.mismatched += 1;
      feature.example ??= { entity, online: shown(found), offline: shown(wanted) };
    }
  }
}

/** A file has 32 bits of a FLOAT, and a push all digits of its JSON. */
function comparable(type: FeatureType, value: FeatureValue): string {
  if (type === "FLOAT" || type === "FLOAT_LIST") return JSON.stringify(value, to32Bits);
  return featureJson(type, value);
}

const to32Bits = (_key: string, value: unknown) => (typeof value === "number" ? Math.fround(value) : value);

const shown = (json: string) => (json.length > MOST_SHOWN ? `${json.slice(0, MOST_SHOWN)}…` : json);
