import { type JoinableService, joinableService } from "@/lib/features";
import type { Db } from "@/lib/platform/db";
import type { EndpointRow } from "../repository/endpoints";
import type { RowForm } from "../rows/form";
import type { Port, TensorType } from "../runtime/tensor";
import { referencesByColumn } from "./given-rows";

const SENT_TYPES = {
  STRING: "string",
  INT32: "int32",
  INT64: "int64",
  UNIX_TIMESTAMP: "int64",
  FLOAT: "float32",
  DOUBLE: "float64",
  BOOL: "bool",
} as const satisfies Record<string, TensorType>;

/** What a request brings for a service of features, and the columns that these fill. */
export async function joinableColumns(db: Db, service: string) {
  const { features, joinKeys, requested } = await joinableService(db, service);
  const sent = new Map([...requested, ...joinKeys].map(({ name, type }) => [name, type]));
  return {
    sent: [...sent].map(([name, type]) => ({ name, type: SENT_TYPES[type] })),
    filled: new Set(referencesByColumn(features).keys()),
  };
}

/** What a request brings when features are joined: the join keys, what on-demand features are computed of, and the columns that no feature fills. */
export async function ownInputs(
  db: Db,
  { live }: EndpointRow,
  model: { form: RowForm; ports: { inputs: Port[] } },
): Promise<Port[]> {
  if (!live.features || model.form.kind !== "columns") return model.ports.inputs;
  return columnsToSend(model.form, await joinableService(db, live.features.service));
}

function columnsToSend(form: RowForm & { kind: "columns" }, service: JoinableService): Port[] {
  const filled = referencesByColumn(service.features);
  const sent = new Map([...service.requested, ...service.joinKeys].map(({ name, type }) => [name, type]));
  const port = (name: string, type: TensorType): Port => ({ name, type, dims: [-1] });
  const types = new Map(form.inputs.flatMap(({ port, columns }) => columns.map((at) => [at, port.type])));
  return [
    ...[...sent].map(([name, type]) => port(name, SENT_TYPES[type])),
    ...form.columns.flatMap(({ name }, at) =>
      sent.has(name) || filled.has(name) ? [] : [port(name, types.get(at) ?? "string")],
    ),
  ];
}
