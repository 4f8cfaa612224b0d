import * as z from "zod";
import { Instant } from "@/lib/platform/instant";
import { LEVELS, type Level } from "./values";

const DAY_MS = 86_400_000;
const MAX_DAYS = 31;

const NAMES = Object.keys(LEVELS) as Level[];
const LevelName = z.enum(NAMES).meta({ description: "none, when the record did not say" });

/** A search and its range. Without a range it is the last day. */
const Search = z.object({
  q: z
    .string()
    .max(4_096)
    .default("")
    .meta({
      description:
        'Words side by side are all meant: text in the message, whatever its case. `field:value`, `field:(a or b)`, `field >= 10`, `field:*`, `"exact text"`, `/regular expression/`, `*` in a word, AND, OR, NOT, `-`, parentheses. Fields: level, service, host, trace_id, span_id, time; every other name is an attribute.',
      examples: ["level:error service:web timeout"],
    }),
  from: Instant.optional().meta({ description: "Included. A day before `to` when it is left out." }),
  to: Instant.optional().meta({ description: "Excluded. Now when it is left out." }),
});

const Range = Search.omit({ q: true });
export const LogServiceQuery = Range;

/** How long a search may take before it says how far it came. */
const Patience = z.coerce.number().int().min(1).max(10).default(10).meta({
  description:
    "Seconds until the search stops where it is. A short patience and the cursor show the progress of a long search.",
});
export const LogRecordQuery = Search.extend({
  patience_seconds: Patience,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(500).optional(),
});
export const LogBarQuery = Search.extend({
  bars: z.coerce.number().int().min(1).max(200).default(60),
  patience_seconds: Patience,
  before: Instant.optional().meta({
    description: "Count only what is older, in the same stretches: goes on where an earlier count stopped.",
  }),
});
export const LogFieldQuery = Search.extend({
  field: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "The values of this field. Without it, which fields there are." }),
});
export const LogExportQuery = Search.extend({
  format: z
    .enum(["csv", "ndjson"])
    .default("csv")
    .meta({ description: "ndjson: whole records, a line each." }),
  columns: z
    .string()
    .max(4_000)
    .default("")
    .meta({
      description:
        "Of a CSV: fields and attributes beside the time, with commas between. Without it all fields, and the attributes as JSON.",
      examples: ["level,service,http.status,message"],
    }),
  limit: z.coerce.number().int().min(1).max(1_000_000).default(1_000_000),
});
export const LogRecordRef = z.object({
  time: Instant.meta({
    description: "The record's own time, with all its digits.",
    examples: ["2026-01-31T00:00:00.000000Z"],
  }),
  id: z
    .string()
    .regex(/^\d{1,18}$/)
    .meta({ examples: ["1"] }),
});

export const LogRecordView = z
  .object({
    id: z.string(),
    time: z.string().meta({ description: "With microseconds, in UTC." }),
    level: LevelName,
    service: z.string(),
    host: z.string(),
    message: z.string().meta({ description: "In a list at most 8,192 characters." }),
    trace_id: z.string().nullable(),
    span_id: z.string().nullable(),
    attributes: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "LogRecord" });
export type LogRecordView = z.infer<typeof LogRecordView>;

/** A search looks back in steps, within a time limit. */
const Searched = z.object({
  searched_to: z.string().meta({ description: "All records from here to `to` were looked at." }),
  complete: z.boolean().meta({
    description:
      "False when the search took too long before it came to `from`: narrow it, or go on with the cursor.",
  }),
});
export const LogRecordPage = Searched.extend({
  data: z.array(LogRecordView),
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
});
export const LogBars = Searched.extend({
  step_seconds: z.number(),
  from: z.string(),
  to: z.string(),
  data: z.array(
    z.object({
      start: z.string(),
      total: z.number(),
      levels: z.partialRecord(LevelName, z.number()),
    }),
  ),
});
const LevelCounts = z.partialRecord(LevelName, z.number());
const LogServiceView = z.object({
  service: z.string().meta({ description: "Empty for records that name none." }),
  total: z.number(),
  levels: LevelCounts,
  last_at: z.string().meta({ description: "The minute of its last record in the range." }),
});
export type LogServiceView = z.infer<typeof LogServiceView>;
export const LogServices = z.object({
  from: z.string(),
  to: z.string(),
  total: z.number().meta({ description: "Records of all services. The range is counted by whole minutes." }),
  services: z.number().meta({ description: "How many there are; `data` has at most 200." }),
  data: z.array(LogServiceView),
  first_at: z.string().nullable().meta({ description: "The minute of the oldest record that there is." }),
  last_at: z.string().nullable().meta({ description: "The minute of the newest one." }),
});
export const LogFields = z.object({
  sampled: z.number().meta({ description: "So many of the newest records were looked at; at most 5,000." }),
  data: z.array(
    z.object({
      name: z.string().meta({ description: "Of the field, or the value as text." }),
      count: z.number(),
      share: z.number().meta({ description: "Of the records looked at, 0 to 1." }),
    }),
  ),
});

const Neighbours = z.coerce.number().int().min(0).max(200).default(10);
export const LogContextQuery = Search.pick({ q: true }).extend({
  before: Neighbours.meta({ description: "How many records before it." }),
  after: Neighbours.meta({ description: "How many records after it." }),
});
/** Where the neighbours of a record come from. */
const LogSource = z.object({
  service: z.string(),
  host: z.string(),
  attempt_id: z.string().nullable().meta({
    description:
      "The try of a task, whose output is a source of its own; otherwise it is the service on the host.",
  }),
});
export type LogSource = z.infer<typeof LogSource>;
export const LogContext = z.object({
  source: LogSource,
  before: z.array(LogRecordView).meta({ description: "The oldest first." }),
  record: LogRecordView,
  after: z.array(LogRecordView).meta({ description: "The oldest first." }),
  more_before: z.boolean(),
  more_after: z.boolean(),
  complete: z.boolean().meta({ description: "False when looking for them took too long." }),
});
export type LogContext = z.infer<typeof LogContext>;

export const LogPatternQuery = Search.extend({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  new_since: Instant.optional().meta({
    description:
      "Count only what is not older than this, and say which templates the rest of the range does not have.",
  }),
  new_in: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({
      description:
        "A search, such as `version:12` or `service.version:1.4.2`. Count only records that match it, and say which templates the others of the range do not have.",
      examples: ["version:12"],
    }),
  only_new: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "Leave out templates that the others have too." }),
});
export type LogPatternQuery = z.output<typeof LogPatternQuery>;
const LogPattern = z
  .object({
    template: z.string().meta({ description: "`<*>` stands for what differs from message to message." }),
    filter: z
      .string()
      .meta({ description: "A search for messages like these; empty when all of them differ." }),
    count: z.number().meta({ description: "Of the records looked at." }),
    share: z.number().meta({ description: "Of the records looked at, 0 to 1." }),
    level: LevelName.meta({ description: "The most severe one." }),
    services: z.array(z.string()).meta({ description: "At most five of them." }),
    first_at: z.string(),
    last_at: z.string(),
    example: LogRecordView,
    newness: z.enum(["new", "known", "unsure"]).nullable().meta({
      description: "Whether the other records have it too; unsure when looking through them took too long.",
    }),
  })
  .meta({ id: "LogPattern" });
export type LogPattern = z.infer<typeof LogPattern>;
export const LogPatterns = Searched.extend({
  sampled: z.number().meta({ description: "So many of the newest records were looked at; at most 10,000." }),
  patterns: z.number().meta({ description: "How many templates there are." }),
  compared: z
    .object({
      sampled: z.number(),
      complete: z.boolean().meta({ description: "False when there are more, which were searched." }),
    })
    .nullable()
    .meta({ description: "With how many other records they were compared." }),
  data: z.array(LogPattern),
});
export type LogPatterns = z.infer<typeof LogPatterns>;

export const LogTailQuery = Search.pick({ q: true }).extend({
  position: z.string().max(300).optional().meta({
    description:
      "Where a tail goes on: the id of the last event that was read. The header Last-Event-ID says the same.",
  }),
});
/** An event of a tail. */
export const LogArrivals = z.object({
  data: z.array(LogRecordView),
  skipped: z.number().meta({ description: "So many more matched, before these, and are left out." }),
  passed: z
    .number()
    .meta({ description: "So many arrived and were not searched: it would have taken too long." }),
});
export type LogArrivals = z.infer<typeof LogArrivals>;

export type ResolvedRange = { from: string; to: string };

/** The range of a search, in whole. Null when it is none, or longer than 31 days. */
export function rangeOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: Date,
): ResolvedRange | null {
  const end = to === undefined ? now.getTime() + 1 : Date.parse(to);
  const start = from === undefined ? end - DAY_MS : Date.parse(from);
  if (start >= end || end - start > MAX_DAYS * DAY_MS) return null;
  return { from: from ?? new Date(start).toISOString(), to: to ?? new Date(end).toISOString() };
}

/** What the embedded store is made for. */
export const EMBEDDED_CEILING = { records_per_second: 5_000, records: 200_000_000, bytes: 150_000_000_000 };

export const LogStoreState = z.object({
  kind: z.enum(["postgres", "opensearch", "victorialogs"]).meta({
    description: "opensearch is Elasticsearch too. LOG_STORE_URL decides.",
  }),
  available: z.boolean(),
  problem: z.string().nullable().meta({ description: "Why it is not available." }),
  reason: z
    .object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable()
    .meta({ description: "The same as a code and its values." }),
  size: z
    .object({
      records: z.number(),
      bytes: z.number().nullable().meta({ description: "On disk, with indexes. Null: it does not say." }),
      days: z.number().meta({ description: "That have records." }),
      last_day: z.number().meta({ description: "Records of the last 24 hours." }),
      first_at: z.string().nullable(),
    })
    .nullable(),
  kept_days: z.number().nullable().meta({ description: "Null: the store's own setting decides." }),
  ceiling: z
    .object({ records_per_second: z.number(), records: z.number(), bytes: z.number() })
    .nullable()
    .meta({ description: "What the embedded store is made for. Null for another one." }),
});
export type LogStoreState = z.infer<typeof LogStoreState>;

export {
  LogSearchBody,
  LogSearchChange,
  LogSearchList,
  LogSearchRef,
  LogSearchSaved,
  type LogSearchState,
  type LogSearchView,
} from "./saved-schema";
