import * as z from "zod";

/** What is read of its answers. */
export const About = z.object({
  version: z.object({ number: z.string(), distribution: z.string().default("elasticsearch") }),
});
export const Found = z.object({
  timed_out: z.boolean().default(false),
  hits: z.object({
    total: z.object({ value: z.number() }).optional(),
    hits: z.array(z.object({ _source: z.unknown() })),
  }),
});
const Levels = z.object({ buckets: z.array(z.object({ key: z.number(), doc_count: z.number() })) });
export const Bars = z.object({
  timed_out: z.boolean().default(false),
  aggregations: z
    .object({ bars: z.object({ buckets: z.array(z.object({ key: z.number(), levels: Levels })) }) })
    .optional(),
});
const Moment = z.object({ value: z.number().nullable() });
export const Services = z.object({
  aggregations: z
    .object({
      services: z.object({
        buckets: z.array(
          z.object({
            key: z.string(),
            levels: z.object({
              buckets: z.array(z.object({ key: z.number(), doc_count: z.number(), last: Moment })),
            }),
          }),
        ),
      }),
    })
    .optional(),
});
export const Extent = z.object({ aggregations: z.object({ first: Moment, last: Moment }).optional() });
export const Bulk = z.object({
  errors: z.boolean(),
  items: z
    .array(
      z.object({
        index: z.object({
          status: z.number(),
          error: z.object({ type: z.string(), reason: z.string().default("") }).optional(),
        }),
      }),
    )
    .default([]),
});
const Docs = z.object({ count: z.number() }).optional();
const Store = z.object({ size_in_bytes: z.number() }).optional();
export const Stats = z.object({
  _all: z.object({ primaries: z.object({ docs: Docs }), total: z.object({ store: Store }) }).optional(),
  indices: z.record(z.string(), z.unknown()).default({}),
});
export const IndexNames = z.array(z.object({ index: z.string() }));
const Cause = z.object({ type: z.string(), reason: z.string().nullish() });
export const Refusal = z.object({
  error: z.object({ root_cause: z.array(Cause).default([]), caused_by: Cause.optional() }),
});
