export { PLACEHOLDERS, type Placeholder, piecesOf } from "./placeholders";

type Described = {
  dag_id: string;
  description: string | null;
  owner: string | null;
  tags: readonly string[];
};

/** Whether a search finds the pipeline: in its name, description, owner or a tag, in any case. The page and the API mean this. */
export function isFound(pipeline: Described, q: string): boolean {
  const wanted = q.toLowerCase();
  return [pipeline.dag_id, pipeline.description ?? "", pipeline.owner ?? "", ...pipeline.tags].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
