/** A choice of what a variant stands for: "alias:champion", "version:7"; nothing is chosen yet where it is empty. */
export type Standing = string;

/** A model on a server of others. */
export type Remote = { url: string; model: string; columns: string[] | null };
type Variant = { model: string; alias: string | null; version: number | null };
export const standingOf = ({ alias, version }: Variant): Standing =>
  alias === null ? `version:${version}` : `alias:${alias}`;

/** As the API takes it; null until something is chosen. */
export function variantInput(model: string, standing: Standing) {
  const [kind, ...rest] = standing.split(":");
  const text = rest.join(":");
  if (model === "" || text === "") return null;
  return kind === "alias" ? { model, alias: text } : { model, version: Number(text) };
}

/** As the API takes it; null until both are typed. */
export function remoteInput({ url, model, columns }: Remote) {
  const typed = { url: url.trim(), model: model.trim() };
  if (typed.url === "" || typed.model === "") return null;
  return { remote: { ...typed, ...(columns && { columns }) } };
}
