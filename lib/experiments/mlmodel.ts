import { parseDocument } from "yaml";
import * as z from "zod";

/** One column or tensor of what a model takes or gives. A tensor has a shape, in which -1 is any length. */
export type SignatureField = {
  name: string | null;
  type: string;
  required: boolean;
  shape: number[] | null;
};
export type Signature = { inputs: SignatureField[]; outputs: SignatureField[]; params: SignatureField[] };
/** What a model's own MLmodel file says of it. */
export type ModelDescription = {
  flavors: string[];
  signature: Signature | null;
  mlflow_version: string | null;
  python_version: string | null;
  /** Below the model's folder, the files of these flavors. */
  onnx_file: string | null;
  xgboost_file: string | null;
  lightgbm_file: string | null;
};

/** Larger than any that MLflow writes, signature of a thousand columns included. */
export const MLMODEL_BYTES = 512 * 1_024;
const MOST_FIELDS = 2_000;
const MOST_FLAVORS = 50;

const TensorSpec = z.object({ dtype: z.string().max(100), shape: z.array(z.number().int()).max(32) });
const Field = z.object({
  name: z.coerce.string().max(1_000).nullish(),
  type: z.string().max(1_000).optional(),
  required: z.boolean().optional(),
  optional: z.boolean().optional(),
  shape: z.array(z.number().int()).max(32).nullish(),
  "tensor-spec": TensorSpec.optional(),
});
const Fields = z.array(Field).max(MOST_FIELDS);
const Text = z.string().nullish();
const MLmodel = z.object({
  flavors: z.record(z.string(), z.unknown()).default({}),
  signature: z.object({ inputs: Text, outputs: Text, params: Text }).nullish(),
  mlflow_version: z.string().max(100).nullish(),
});
const FileFlavor = z.object({ data: z.string().max(900) });
const PythonFlavor = z.object({ python_function: z.object({ python_version: z.string().max(100) }) });

/**
 * Reads the text of an MLmodel file, or returns null for what is none. The file is a user's: no tag of YAML makes an object,
 * aliases are refused because few lines of them are billions, and only known fields come out.
 */
export function parseMlmodel(text: string): ModelDescription | null {
  const parsed = MLmodel.safeParse(plainYaml(text));
  if (!parsed.success) return null;
  const { flavors, signature, mlflow_version } = parsed.data;
  const python = PythonFlavor.safeParse(flavors);
  const fileOf = (flavor: string) => FileFlavor.safeParse(flavors[flavor]).data?.data ?? null;
  return {
    flavors: Object.keys(flavors).slice(0, MOST_FLAVORS).sort(),
    signature: signature ? signatureOf(signature) : null,
    mlflow_version: mlflow_version ?? null,
    python_version: python.success ? python.data.python_function.python_version : null,
    onnx_file: fileOf("onnx"),
    xgboost_file: fileOf("xgboost"),
    lightgbm_file: fileOf("lightgbm"),
  };
}

function plainYaml(text: string): unknown {
  if (text.length > MLMODEL_BYTES) return null;
  try {
    const document = parseDocument(text, { schema: "core", customTags: [], logLevel: "silent" });
    return document.errors.length > 0 ? null : document.toJS({ maxAliasCount: 0 });
  } catch {
    return null;
  }
}

function signatureOf(said: { inputs?: unknown; outputs?: unknown; params?: unknown }): Signature | null {
  const [inputs, outputs, params] = [said.inputs, said.outputs, said.params].map(fieldsOf);
  return inputs && outputs && params ? { inputs, outputs, params } : null;
}

/** Each part is JSON inside of the YAML; null for what is not that. */
function fieldsOf(said: unknown): SignatureField[] | null {
  if (typeof said !== "string" || said === "") return [];
  try {
    const fields = Fields.safeParse(JSON.parse(said) ?? []);
    return fields.success ? fields.data.map(fieldOf) : null;
  } catch {
    return null;
  }
}

function fieldOf(field: z.output<typeof Field>): SignatureField {
  const tensor = field["tensor-spec"];
  return {
    name: field.name ?? null,
    type: tensor?.dtype ?? field.type ?? "unknown",
    required: field.required ?? !(field.optional ?? false),
    shape: tensor?.shape ?? field.shape ?? null,
  };
}
