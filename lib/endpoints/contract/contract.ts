import type { RowForm } from "../rows/form";
import type { Port, TensorType } from "../runtime/tensor";
import type { ContractField, EndpointContract } from "../schema";
import { exampleRow } from "./example";

/** Features that the server joins: what a row brings for them, and the columns that they fill. */
export type JoinedInputs = {
  sent: readonly { name: string; type: TensorType }[];
  filled: ReadonlySet<string>;
};
type Answering = {
  name: string;
  description: string;
  maxRows: number;
  version: { name: string; version: number };
  model: { form: RowForm; ports: { outputs: readonly Port[] } };
  joined: JoinedInputs | null;
};

/** What an endpoint takes and gives, in words that a form and an OpenAPI document are made of. */
export function contractOf({
  name,
  description,
  maxRows,
  version,
  model,
  joined,
}: Answering): EndpointContract {
  const { form, ports } = model;
  const inputs = joined ? inputsBeside(joined, form) : fieldsOf(form);
  return {
    name,
    description,
    model: { name: version.name, version: version.version },
    max_rows: maxRows,
    rows: form.kind,
    why: form.kind === "none" ? form.why : null,
    inputs,
    outputs: ports.outputs.map(tensorField),
    example: exampleRow(inputs),
  };
}

/** The join keys, what features are computed of, and the columns that no feature fills. */
function inputsBeside({ sent, filled }: JoinedInputs, form: RowForm): ContractField[] {
  const names = new Set(sent.map(({ name }) => name));
  return [
    ...sent.map(({ name, type }) => field(name, type, {})),
    ...fieldsOf(form).filter(({ name }) => !names.has(name) && !filled.has(name)),
  ];
}

function fieldsOf(form: RowForm): ContractField[] {
  if (form.kind === "none") return [];
  if (form.kind === "tensors") return form.inputs.map(tensorField);
  return form.columns.map(({ name, isWhole, isOptional }, place) => {
    const port = form.inputs.find(({ columns }) => columns.includes(place))?.port;
    return field(name, port?.type ?? "float32", { isWhole, isOptional });
  });
}

/** Of one row: without the dimension of rows. */
function tensorField({ name, type, dims }: Port): ContractField {
  return field(name, type, { shape: dims.slice(1) });
}

type More = { isWhole?: boolean; isOptional?: boolean; shape?: number[] };

function field(name: string, type: TensorType, { isWhole, isOptional, shape = [] }: More): ContractField {
  return { name, type, is_whole: isWhole || /int/.test(type), is_required: !isOptional, shape };
}
