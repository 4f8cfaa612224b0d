import type { FoundRecord } from "../repository/search";
import { createDrain, type Drain, type Template } from "./drain";

const MOST_SERVICES = 5;

/** A template and what is told of the records that have it. */
export type Found = {
  template: Template;
  level: number;
  services: string[];
  first: string;
  last: string;
  example: FoundRecord;
};
export type Gathered = { drain: Drain; found: () => Found[]; take(records: readonly FoundRecord[]): void };

/** Groups records by template, those with the most records first. What had no room for a template is counted nowhere. */
export function gatherPatterns(): Gathered {
  const drain = createDrain();
  const about = new Map<Template, Found>();
  return {
    drain,
    found: () => drain.templates().flatMap((template) => about.get(template) ?? []),
    take(records) {
      for (const record of records) {
        const template = drain.add(record.message);
        if (!template) continue;
        const known = about.get(template);
        if (known) addTo(known, record);
        else about.set(template, beginning(template, record));
      }
    },
  };
}

function beginning(template: Template, example: FoundRecord): Found {
  const { level, service, time } = example;
  return { template, level, services: [service], first: time, last: time, example };
}

function addTo(found: Found, { level, service, time }: FoundRecord): void {
  if (level > found.level) found.level = level;
  if (time < found.first) found.first = time;
  if (time > found.last) found.last = time;
  if (found.services.length < MOST_SERVICES && !found.services.includes(service))
    found.services.push(service);
}
