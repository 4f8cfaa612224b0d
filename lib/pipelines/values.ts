export { PLACEHOLDERS, type Placeholder, piecesOf } from "./placeholders";

type Described = {
  dag_id: string;
  description: string | null;
  owner: string | null;
  tags: readonly string[];
};

/** True when name, description, owner or a tag contains the text, in any case. Used by the page and the API. */
export function isFound(pipeline: Described, q: string): boolean {
  const wanted = q.toLowerCase();
  return [pipeline.dag_id, pipeline.description ?? "", pipeline.owner ?? "", ...pipeline.tags].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
