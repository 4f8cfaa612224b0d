import { keyColumn } from "./run-columns";

type Terms = (key: "status" | "user" | "name") => string;
const ATTRIBUTES = {
  "attributes.status": "status",
  "attributes.user_id": "user",
  "attributes.run_name": "name",
} as const;
const isAttribute = (name: string): name is keyof typeof ATTRIBUTES => Object.hasOwn(ATTRIBUTES, name);

/** What a person calls a name that runs are grouped by. */
export function groupTitle(name: string, terms: Terms): string {
  if (isAttribute(name)) return terms(ATTRIBUTES[name]);
  return keyColumn(name)?.key ?? name;
}
