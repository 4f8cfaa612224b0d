import type { Vocabulary } from "@/lib/experiments";

const prefixes = { attribute: "attribute", attributes: "attribute", tag: "tag", tags: "tag" } as const;
/** Tags of models and versions are compared, and never asked whether they are there. */
const types = { tag: "text" } as const;

export const MODEL_FILTER: Vocabulary = { prefixes, attributes: { name: ["name", "id"] }, types };
export const MODEL_ORDER: Vocabulary = {
  prefixes,
  attributes: {
    name: ["name", "text"],
    timestamp: ["last_updated_timestamp", "integer"],
    last_updated_timestamp: ["last_updated_timestamp", "integer"],
  },
  unordered: ["tag"],
};

export const VERSION_FILTER: Vocabulary = {
  prefixes,
  attributes: {
    name: ["name", "id"],
    run_id: ["run_id", "id"],
    source_path: ["source_path", "text"],
    version_number: ["version_number", "number_or_text"],
  },
  types,
};
export const VERSION_ORDER: Vocabulary = {
  prefixes,
  attributes: {
    name: ["name", "text"],
    version_number: ["version_number", "integer"],
    creation_timestamp: ["creation_timestamp", "integer"],
    last_updated_timestamp: ["last_updated_timestamp", "integer"],
  },
  unordered: ["tag"],
};
