// The features that serving_bench.py asks for: one entity, five views of ten features, 10,000 entities.
import { post } from "./post.mjs";

const VIEWS = 5;
const IDS = 10_000;
const ROWS_AT_ONCE = 2_000;
const DAY_SECONDS = 86_400;

const TYPES = [...Array(6).fill("DOUBLE"), ...Array(3).fill("INT64"), "STRING"];

export const SERVICE = "bench_all";
/** Twenty fractions of the fifty features, by the names that a signature has for them. */
export const FRACTIONS = Array.from({ length: 20 }, (_, at) => `v${at % VIEWS}_f${Math.floor(at / VIEWS)}`);

export async function defineFeatures(target) {
  const define = (what, body) => post(target, `${target.url}/api/v1/features/${what}`, body);
  await define("entities", { name: "bench_driver", join_key: "driver_id", value_type: "INT64" });
  for (let view = 0; view < VIEWS; view++) {
    const fields = TYPES.map((type, at) => ({ name: `v${view}_f${at}`, type }));
    await define("views", {
      ...{ name: `bench_v${view}`, entities: ["bench_driver"], ttl_seconds: DAY_SECONDS, fields },
    });
    for (let first = 1; first <= IDS; first += ROWS_AT_ONCE)
      await post(target, `${target.serving}/feature/write-to-online-store`, {
        feature_view_name: `bench_v${view}`,
        df: rowsOf(view, first),
      });
  }
  const features = Array.from({ length: VIEWS }, (_, view) =>
    TYPES.map((_, at) => `bench_v${view}:v${view}_f${at}`),
  );
  await define("services", { name: SERVICE, features: features.flat() });
}

function rowsOf(view, first) {
  const ids = Array.from({ length: ROWS_AT_ONCE }, (_, at) => first + at);
  const now = new Date().toISOString();
  const columns = TYPES.map((type, at) => [
    `v${view}_f${at}`,
    ids.map((id) =>
      type === "DOUBLE"
        ? ((id * 31 + 7 * view + at) % 1000) / 1000
        : type === "INT64"
          ? id * 10 + view + at
          : `s${id % 100}`,
    ),
  ]);
  return { driver_id: ids, ...Object.fromEntries(columns), event_timestamp: ids.map(() => now) };
}
