import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  Code,
  ConnectError,
  type ConnectRouter,
  createContextKey,
  type HandlerContext,
} from "@connectrpc/connect";
import { getOnlineColumns, type OnlineColumn, pushFeatures, writeOnlineFeatures } from "@/lib/features";
import type { Ctx } from "@/lib/platform/context";
import { version } from "@/package.json";
import { within } from "../../within";
import { grpcError } from "./errors";
import { GrpcFeatureServer } from "./feature-server-pb";
import {
  FieldStatus,
  type GetOnlineFeaturesRequest,
  type GetOnlineFeaturesResponse_FeatureVectorSchema,
  type GetOnlineFeaturesResponseSchema,
  ServingService,
} from "./serving-pb";
import type { RepeatedValue, Value } from "./value-pb";
import { rawOf, typedValue } from "./values";

/** As over HTTP. */
const TIMEOUT_MS = 30_000;
/** Columns that say when: here they may be seconds, over HTTP they are text. */
const TIMES: ReadonlySet<string> = new Set(["event_timestamp", "created"]);

/** Whose call it is: admit.ts has looked at them. */
export const CALLER = createContextKey<Ctx | null>(null);

/** The verbs of the same calls over HTTP, with values that have their types. */
export function featureServices(router: ConnectRouter): void {
  router.service(ServingService, {
    getFeastServingInfo: () => ({ version }),
    getOnlineFeatures: asCaller(getOnlineFeatures),
  });
  router.service(GrpcFeatureServer, {
    getOnlineFeatures: asCaller(getOnlineFeatures),
    push: asCaller(async (ctx, { streamFeatureView, to, features, typedFeatures }) => {
      const df = rowOf(features, typedFeatures);
      await pushFeatures(ctx, { push_source_name: streamFeatureView, df, to: to || undefined });
      return { status: true };
    }),
    writeToOnlineStore: asCaller(async (ctx, { featureViewName, features, typedFeatures }) => {
      const df = rowOf(features, typedFeatures);
      await writeOnlineFeatures(ctx, { feature_view_name: featureViewName, df });
      return { status: true };
    }),
  });
}

function asCaller<I, O>(work: (ctx: Ctx, input: I) => Promise<O>) {
  return async (input: I, { values }: HandlerContext): Promise<O> => {
    const ctx = values.get(CALLER);
    if (!ctx) throw new ConnectError("Nobody has looked at who calls.", Code.Internal);
    try {
      return await within(TIMEOUT_MS, work(ctx, input));
    } catch (error) {
      throw grpcError(error, ctx);
    }
  };
}

async function getOnlineFeatures(
  ctx: Ctx,
  request: GetOnlineFeaturesRequest,
): Promise<MessageInitShape<typeof GetOnlineFeaturesResponseSchema>> {
  const { kind } = request;
  const { columns, versions } = await getOnlineColumns(ctx, {
    entities: { ...columnsOf(request.requestContext), ...columnsOf(request.entities) },
    features: kind.case === "features" ? kind.value.val : undefined,
    feature_service: kind.case === "featureService" ? kind.value : undefined,
    full_feature_names: request.fullFeatureNames,
  });
  return {
    metadata: {
      featureNames: { val: columns.map(({ name }) => name) },
      featureViewMetadata: request.includeFeatureViewVersionMetadata ? versions : [],
    },
    results: columns.map(vectorOf),
    status: true,
  };
}

function vectorOf({
  type,
  values,
  statuses,
  timesUs,
}: OnlineColumn): MessageInitShape<typeof GetOnlineFeaturesResponse_FeatureVectorSchema> {
  return {
    values: values.map((value) => typedValue(type, value)),
    statuses: statuses.map((status) => FieldStatus[status]),
    eventTimestamps: timesUs.map((us) => ({
      seconds: BigInt(Math.floor(us / 1_000_000)),
      nanos: (us % 1_000_000) * 1_000,
    })),
  };
}

function columnsOf(columns: Record<string, RepeatedValue>): Record<string, unknown[]> {
  return Object.fromEntries(Object.entries(columns).map(([name, { val }]) => [name, val.map(rawOf)]));
}

/** One row, column by column. Untyped text is taken where text is: for texts, whole numbers of 64 bits and times. */
function rowOf(texts: Record<string, string>, typed: Record<string, Value>): Record<string, unknown[]> {
  const row = [
    ...Object.entries(texts),
    ...Object.entries(typed).map(([name, value]): [string, unknown] => [name, timeOr(name, value)]),
  ];
  return Object.fromEntries(row.map(([name, value]) => [name, [value]]));
}

function timeOr(name: string, value: Value): unknown {
  const { val } = value;
  if (!TIMES.has(name) || val.case !== "unixTimestampVal") return rawOf(value);
  const time = new Date(Number(val.value) * 1_000);
  return Number.isNaN(time.getTime()) ? String(val.value) : time.toISOString();
}
