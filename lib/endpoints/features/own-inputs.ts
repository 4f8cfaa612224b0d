import { type JoinableService, joinableService } from "@/lib/features";
import type { Db } from "@/lib/platform/db";
import type { EndpointRow } from "../repository/endpoints";
import type { RowForm } from "../rows/form";
import type { Port, TensorType } from "../runtime/tensor";
import { referencesByColumn } from "./given-rows";

const KEY_TYPES = { STRING: "string", INT32: "int32", INT64: "int64" } as const satisfies Record<
  string,
  TensorType
>;

/** What a request brings when features are joined: the join keys, and the columns that no feature fills. */
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
  const keys = new Set(service.joinKeys.map(({ name }) => name));
  const port = (name: string, type: TensorType): Port => ({ name, type, dims: [-1] });
  const types = new Map(form.inputs.flatMap(({ port, columns }) => columns.map((at) => [at, port.type])));
  return [
    ...service.joinKeys.map(({ name, type }) => port(name, KEY_TYPES[type])),
    ...form.columns.flatMap(({ name }, at) =>
      keys.has(name) || filled.has(name) ? [] : [port(name, types.get(at) ?? "string")],
    ),
  ];
}
