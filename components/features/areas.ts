/** Kinds of definitions, and where the API has each. Also names of messages. */
export const AREA_PATH = {
  entities: "entities",
  views: "views",
  on_demand: "on-demand-views",
  services: "services",
  sources: "sources",
} as const;
export type DefinitionArea = keyof typeof AREA_PATH;

export const definitionPath = (area: DefinitionArea, name: string) =>
  `/features/${AREA_PATH[area]}/${encodeURIComponent(name)}`;

export type Kept = { file_path: string | null; stale_at: string | null };

/** A file declares it, and would undo any other change. */
export const isKept = ({ file_path, stale_at }: Kept) => file_path !== null && stale_at === null;
