import type { EndpointView, FeatureFallback } from "@/lib/endpoints/schema";

/** A feature service as it is chosen, empty for none; `fallback` has view:feature=value a line. */
export type TypedJoin = { service: string; fallback: string };

export const NO_JOIN: TypedJoin = { service: "", fallback: "" };

type Joined = Pick<EndpointView, "feature_service" | "feature_fallback">;

export const joinOf = ({ feature_service, feature_fallback }: Joined): TypedJoin => ({
  service: feature_service ?? "",
  fallback: Object.entries(feature_fallback ?? {})
    .map(([reference, value]) => `${reference}=${JSON.stringify(value)}`)
    .join("\n"),
});

/** As the API takes it. */
export function joinBody({ service, fallback }: TypedJoin): Joined {
  const values = fallbackOf(fallback);
  return {
    feature_service: service || null,
    feature_fallback: service !== "" && Object.keys(values).length > 0 ? values : null,
  };
}

/** A value is JSON, else the text that it is. */
function fallbackOf(text: string): FeatureFallback {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      if (line.trim() === "") return [];
      const at = line.indexOf("=");
      const name = (at < 0 ? line : line.slice(0, at)).trim();
      return [[name, at < 0 ? null : jsonOf(line.slice(at + 1).trim())] as const];
    }),
  );
}

function jsonOf(text: string): FeatureFallback[string] {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || ["number", "string", "boolean"].includes(typeof value))
      return value as FeatureFallback[string];
  } catch {
    // A text without quotes.
  }
  return text;
}
