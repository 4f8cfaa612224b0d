import * as z from "zod";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { DATATYPES } from "../rows/open-inference";
import { put, scalarOf } from "../rows/scalar";
import { emptyData, type NamedTensor, type Port, sizeOf, type TensorType } from "../runtime/tensor";

/** What a remote server says that is not as the protocol has it. */
export class NotTheProtocol extends Error {}

const MOST_PORTS = 2_000;
const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const TYPES = new Map(Object.entries(DATATYPES).map(([type, datatype]) => [datatype, type as TensorType]));

const Spec = z.object({
  name: z.string().max(1_000),
  datatype: z.string().max(20),
  shape: z.array(z.number().int().min(-1)).max(32),
});
const Metadata = z.object({
  versions: z.array(z.string().max(100)).max(1_000).nullish(),
  inputs: z.array(Spec).min(1).max(MOST_PORTS),
  outputs: z.array(Spec).min(1).max(MOST_PORTS),
});
const Answer = z.object({
  model_version: z.string().max(100).nullish(),
  outputs: z.array(Spec.extend({ data: z.array(z.unknown()) })).max(MOST_PORTS),
});

export type RemotePorts = { inputs: Port[]; outputs: Port[]; version: number };

/** Throws NotTheProtocol. */
export function readMetadata(body: Buffer): RemotePorts {
  const { versions, inputs, outputs } = parsed(Metadata, body);
  return {
    inputs: inputs.map(portOf),
    outputs: outputs.map(portOf),
    version: numberOf(versions?.at(-1)),
  };
}

/** 0 for a version that is no number. */
const numberOf = (text: string | undefined | null) => (/^\d{1,9}$/.test(text ?? "") ? Number(text) : 0);

function portOf({ name, datatype, shape }: z.output<typeof Spec>): Port {
  const type = TYPES.get(datatype);
  if (!type)
    throw new NotTheProtocol(`${JSON.stringify(name)} has the datatype ${datatype}, which is not served`);
  if (FORBIDDEN_NAMES.has(name)) throw new NotTheProtocol(`${name} is no name of a tensor`);
  return { name, type, dims: shape };
}

/** The body of a request as JSON text: whole numbers of 64 bits keep their digits. What has no value is null. */
export function inferText(feeds: readonly NamedTensor[], outputs: readonly string[]): string {
  const inputs = feeds.map(({ name, type, dims, data }) => {
    const head = JSON.stringify({ name, datatype: DATATYPES[type], shape: dims }).slice(0, -1);
    const values = Array.from(data, (value: number | bigint | string) => valueText(type, value));
    return `${head},"data":[${values.join(",")}]}`;
  });
  return `{"inputs":[${inputs.join(",")}],"outputs":${JSON.stringify(outputs.map((name) => ({ name })))}}`;
}

function valueText(type: TensorType, value: number | bigint | string): string {
  if (typeof value === "bigint") return String(value);
  return JSON.stringify(type === "bool" ? value === 1 : value);
}

/** The outputs that were asked for, in that order. Throws NotTheProtocol. */
export function readOutputs(body: Buffer, wanted: readonly string[]): NamedTensor[] {
  const { outputs } = parsed(Answer, body);
  return wanted.map((name) => {
    const output = outputs.find((one) => one.name === name);
    if (!output) throw new NotTheProtocol(`the output ${JSON.stringify(name)} is missing`);
    const { type, dims } = portOf(output);
    const values = output.data.flat(Math.max(dims.length - 1, 0));
    if (values.length !== sizeOf(dims))
      throw new NotTheProtocol(
        `the output ${JSON.stringify(name)} has ${values.length} values in the shape [${dims}]`,
      );
    const data = emptyData(type, values.length);
    const isFraction = type === "float32" || type === "float64";
    for (const [at, raw] of values.entries()) {
      const scalar = scalarOf(type, raw, { isOptional: isFraction });
      if (!("value" in scalar))
        throw new NotTheProtocol(`the output ${JSON.stringify(name)} has a value that is no ${type}`);
      put(data, at, scalar.value);
    }
    return { name, type, dims, data };
  });
}

function parsed<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(quoteLargeNumbers(body.toString("utf8")));
  } catch {
    throw new NotTheProtocol("its answer is not JSON");
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new NotTheProtocol(
    `/${issue?.path.map(String).join("/") ?? ""}: ${issue?.message ?? "is not valid"}`,
  );
}

/** What the protocol's errors say; null for another body. */
export function errorIn(body: Buffer): string | null {
  try {
    return parsed(z.object({ error: z.string() }), body).error;
  } catch {
    return null;
  }
}
