import type { EndpointContract } from "../schema";
import { type JsonSchema, outputSchema, rowSchema } from "./json-schema";

/** An endpoint of a document. One whose model is not loaded has no contract, and rows of any form. */
export type Documented = { name: string; description: string; contract: EndpointContract | null };
type Page = { title: string; version: string; description: string; serverUrl: string };

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema) => ({ content: { "application/json": { schema } } });

/** FastAPI's names for what is wrong with a request. */
const ERRORS: Record<string, JsonSchema> = {
  ValidationError: {
    title: "ValidationError",
    type: "object",
    required: ["loc", "msg", "type"],
    properties: {
      loc: {
        title: "Location",
        type: "array",
        items: { anyOf: [{ type: "string" }, { type: "integer" }] },
      },
      msg: { title: "Message", type: "string" },
      type: { title: "Error Type", type: "string" },
    },
  },
  HTTPValidationError: {
    title: "HTTPValidationError",
    type: "object",
    properties: { detail: { title: "Detail", type: "array", items: ref("ValidationError") } },
  },
  HTTPException: {
    title: "HTTPException",
    type: "object",
    required: ["detail"],
    properties: { detail: { title: "Detail", type: "string" } },
  },
};
const REFUSALS: readonly [number, string][] = [
  [401, "No token, or one that is worth nothing any more."],
  [403, "The token may not ask models."],
  [404, "There is no such endpoint."],
  [409, "The model cannot be served; detail says why."],
  [413, "The body is too large."],
  [429, "More requests at once than the endpoint takes; Retry-After says how long to wait."],
  [503, "Switched off, not loaded yet, or no answer within the deadline."],
];

/** OpenAPI 3.1 of endpoints, made from what their models take and give at this moment. */
export function openApiOf(
  endpoints: readonly Documented[],
  { title, version, description, serverUrl }: Page,
) {
  return {
    openapi: "3.1.0",
    info: { title, version, description },
    servers: [{ url: serverUrl }],
    paths: Object.fromEntries(
      endpoints.map((one) => [`/predict/${one.name}`, { post: operationOf(one) }] as const),
    ),
    components: {
      schemas: Object.assign({}, ...endpoints.map(schemasOf), ERRORS),
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token (Settings > API tokens)." },
      },
    },
    security: [{ token: [] }],
  };
}

function operationOf({ name, description, contract }: Documented) {
  const example = contract?.example;
  return {
    tags: ["predict"],
    summary: `Ask ${name}`,
    description: descriptionOf(description, contract),
    operationId: `predict_predict_${name.replaceAll(/\W/g, "_")}_post`,
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: ref(`${name}.Request`),
          ...(example && { example: { instances: [example] } }),
        },
      },
    },
    responses: {
      200: { description: "A prediction for each row.", ...json(ref(`${name}.Answer`)) },
      422: { description: "Validation Error", ...json(ref("HTTPValidationError")) },
      ...Object.fromEntries(
        REFUSALS.map(([status, said]) => [status, { description: said, ...json(ref("HTTPException")) }]),
      ),
    },
  };
}

function descriptionOf(description: string, contract: EndpointContract | null): string {
  const said = contract
    ? `Answered by ${contract.model.name} version ${contract.model.version}.`
    : "Its columns are shown as soon as its model is loaded; the document of the endpoint itself loads it.";
  return [description, said, contract?.why && `The model takes no rows, because ${contract.why}.`]
    .filter(Boolean)
    .join("\n\n");
}

function schemasOf({ name, contract }: Documented): Record<string, JsonSchema> {
  const isRows = contract !== null && contract.rows !== "none";
  const row = isRows ? rowSchema(contract.inputs, "Row") : { title: "Row", type: ["object", "array"] };
  const inOrder = { title: "Row in order", type: "array", items: {} };
  return {
    [`${name}.Row`]: row,
    [`${name}.Request`]: {
      title: "Request",
      type: "object",
      required: ["instances"],
      additionalProperties: false,
      properties: {
        instances: {
          title: "Instances",
          type: "array",
          minItems: 1,
          ...(contract && { maxItems: contract.max_rows }),
          items: isRows ? { anyOf: [ref(`${name}.Row`), inOrder] } : ref(`${name}.Row`),
        },
      },
    },
    [`${name}.Prediction`]: {
      title: "Prediction",
      type: "object",
      ...(contract && {
        properties: Object.fromEntries(contract.outputs.map((output) => [output.name, outputSchema(output)])),
        required: contract.outputs.map((output) => output.name),
      }),
    },
    [`${name}.Answer`]: {
      title: "Answer",
      type: "object",
      required: ["predictions", "model"],
      properties: {
        id: { title: "Id", type: "string", description: "Of this prediction." },
        predictions: { title: "Predictions", type: "array", items: ref(`${name}.Prediction`) },
        model: {
          title: "Model",
          type: "object",
          required: ["name", "version"],
          properties: { name: { type: "string" }, version: { type: "integer" } },
        },
        variant: { title: "Variant", type: "string", description: "Which variant of the endpoint answered." },
        warnings: {
          title: "Warnings",
          description: "Answers that are no finite number, and so null.",
          type: "array",
          items: ref("ValidationError"),
        },
      },
    },
  };
}
