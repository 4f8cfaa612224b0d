import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { ROUTE_MODULES } from "@/app/api/openapi.json/routes";
import { PERMISSIONS } from "@/lib/audit";
import { checkSpec } from "@/lib/pipelines/check";
import { MANIFEST, manifestText } from "@/scripts/api-routes.mjs";
import { documented } from "@/workers/serving/documented";
import { PROTOCOLS } from "@/workers/serving/protocols";
import { isRouteHandler } from "../route";
import { openApiDocument } from "./document";
import { innermostFirst } from "./portable";

const dataPlane = PROTOCOLS.flatMap(documented);
const declarations = ROUTE_MODULES.flatMap(Object.values)
  .filter(isRouteHandler)
  .map((handler) => handler.declaration);
const document: Json = JSON.parse(
  JSON.stringify(openApiDocument([...declarations, ...dataPlane], "http://localhost:3000")),
);
// biome-ignore lint/suspicious/noExplicitAny: the document is read as the JSON it is; a wrong path fails the test.
type Json = any;

const operations: { path: string; method: string; operation: Json }[] = Object.entries<Json>(
  document.paths,
).flatMap(([path, methods]) =>
  Object.entries<Json>(methods).map(([method, operation]) => ({ path, method, operation })),
);

it("lists every route file (else: npm run api:routes)", () => {
  const bare = (text: string) => text.match(/\.\.\/v1\/[^"]+/g);
  expect(bare(readFileSync(MANIFEST, "utf8"))).toEqual(bare(manifestText(process.cwd())));
});

it("gives no parameter a default that its own schema refuses", () => {
  const ajv = addFormats(new Ajv2020({ strict: false }));
  const defaults = operations.flatMap(({ path, operation }) =>
    (operation.parameters ?? [])
      .filter(({ schema }: Json) => schema && "default" in schema)
      .map(({ name, schema }: Json) => ({
        at: `${path} ${name}`,
        isValid: ajv.validate(schema, schema.default),
      })),
  );
  expect(defaults.length).toBeGreaterThan(0);
  expect(defaults.filter(({ isValid }) => !isValid)).toEqual([]);
});

it("describes every declared route once", () => {
  const told = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort();
  expect(told).toEqual([...declarations, ...dataPlane].map(({ method, path }) => `${method} ${path}`).sort());
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

/** The parts of OpenAPI 3.1's own schema that a wrong generator would get wrong. */
const OPENAPI = {
  type: "object",
  required: ["openapi", "info", "paths", "components"],
  properties: {
    openapi: { type: "string", pattern: "^3\\.1\\.\\d+$" },
    info: { type: "object", required: ["title", "version"] },
    servers: { type: "array", minItems: 1, items: { type: "object", required: ["url"] } },
    paths: {
      type: "object",
      propertyNames: { pattern: "^/" },
      additionalProperties: {
        type: "object",
        propertyNames: { enum: ["get", "head", "put", "post", "patch", "delete"] },
        additionalProperties: { $ref: "#/$defs/operation" },
      },
    },
    components: {
      type: "object",
      required: ["schemas", "securitySchemes"],
      properties: { schemas: { propertyNames: { pattern: "^[A-Za-z0-9._-]+$" } } },
    },
  },
  $defs: {
    operation: {
      type: "object",
      required: ["operationId", "summary", "description", "tags", "security", "responses"],
      properties: {
        summary: { type: "string", minLength: 3 },
        description: { type: "string", minLength: 10 },
        parameters: { type: "array", items: { $ref: "#/$defs/parameter" } },
        requestBody: { type: "object", required: ["content"] },
        responses: {
          type: "object",
          minProperties: 2,
          propertyNames: { pattern: "^([1-5][0-9][0-9]|default)$" },
          additionalProperties: { type: "object", required: ["description"] },
        },
      },
    },
    parameter: {
      type: "object",
      required: ["name", "in", "schema"],
      properties: { in: { enum: ["query", "header", "path", "cookie"] } },
      if: { properties: { in: { const: "path" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ["required"], properties: { required: { const: true } } },
    },
  },
};

it("says with which status a protocol fails, as its own shape says it", () => {
  const { responses } = document.paths["/mlflow/{api}/{version}/mlflow/runs/create"].post;
  expect(Object.keys(responses).sort()).toEqual(["200", "400", "401", "403", "404", "413", "429", "default"]);
});

it("is an OpenAPI 3.1 document", () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  expect(ajv.validate(OPENAPI, document) ? [] : ajv.errors).toEqual([]);
});

it("has no schema that is not JSON Schema, and no reference that leads nowhere", () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "doc:", components: document.components });
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? "");
  expect(references.length).toBeGreaterThan(10);
  for (const to of new Set(references)) expect(() => ajv.getSchema(`doc:${to}`), to).not.toThrow();
});

it("names each object of a domain once, as it is where it may not be null", () => {
  const { schemas } = document.components;
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(["DagSpec", "PipelinePage", "RunDetail"]));
  for (const [name, schema] of Object.entries<Json>(schemas)) expect(schema.type, name).toBe("object");
  expect(schemas.ImportErrorView.properties.reason).toEqual({
    anyOf: [{ $ref: "#/components/schemas/ImportReason" }, { type: "null" }],
  });
});

it("meets each name by itself, in whatever order domains export them", () => {
  const to = (name: string) => ({ anyOf: [{ $ref: `#/components/schemas/${name}` }, { type: "null" }] });
  const components = {
    a: { properties: { b: to("b"), c: to("c") } },
    b: to("c"),
    c: { x: [to("a")] },
    d: {},
  };
  expect(innermostFirst(components)).toEqual(["c", "b", "a", "d"]);
});

it("has patterns that other languages read", () => {
  const patterns = [...JSON.stringify(document).matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, one]) => one,
  );
  expect(patterns.length).toBeGreaterThan(5);
  expect(patterns.filter((one) => /\\p\{|\/[a-z]+$/.test(one ?? ""))).toEqual([]);
});

describe.each(operations)("$method $path", ({ path, operation }) => {
  const own = Object.entries({
    "/mlflow/": "MlflowError",
    "/ingest/otlp/": "OtlpStatus",
    "/predict/": "PredictError",
    "/v2/": "OpenInferenceError",
    "/invocations/": "MlflowError",
  });
  const ownError = own.find(([prefix]) => path.startsWith(prefix))?.[1];
  // Feast's errors are JSON in a string of JSON.
  const isText = path.startsWith("/feature/");
  const [mediaType, error] = isText
    ? ["application/json", ""]
    : ownError
      ? ["application/json", ownError]
      : ["application/problem+json", "Problem"];
  it("names its path's parameters, its security and its errors, in the shape that it fails with", () => {
    const named = (operation.parameters ?? [])
      .filter((one: Json) => one.in === "path")
      .map((one: Json) => one.name);
    expect(named.sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
    for (const one of operation.security)
      for (const name of Object.keys(one)) expect(document.components.securitySchemes).toHaveProperty(name);
    for (const [status, response] of Object.entries<Json>(operation.responses))
      if (status === "default" || Number(status) >= 400)
        expect(response.content[mediaType].schema).toEqual(
          isText ? expect.objectContaining({ type: "string" }) : { $ref: `#/components/schemas/${error}` },
        );
  });
});

it.each(declarations.filter(({ body }) => body).map((declaration) => ({ ...declaration })))(
  "$method $path shows a body that it would take",
  ({ body, example, method, path }) => {
    expect(example, "an example").toBeDefined();
    expect(body?.safeParse(example).error).toBeUndefined();
    const told = document.paths[path][method.toLowerCase()].requestBody.content["application/json"];
    expect(told.example).toEqual(example);
  },
);

it.each(declarations.filter(({ body }) => body).map((declaration) => ({ ...declaration })))(
  "$method $path refuses a field that it does not know, such as another object than the address names",
  ({ body, example }) => {
    const foreign = { ...Object(example), dag_id: "other", run_id: "other", no_such_field: 1 };
    const codes = body?.safeParse(foreign).error?.issues.map(({ code }) => code);
    expect(codes).toContain("unrecognized_keys");
  },
);

it("shows a pipeline that would be saved, and scopes that there are", async () => {
  const exampleOf = (method: string, path: string): Json =>
    declarations.find((one) => one.method === method && one.path === path)?.example;
  const { spec } = exampleOf("PUT", "/api/v1/pipelines/{dagId}");
  expect((await checkSpec(spec, new Set(["default_pool"]))).tasks).toHaveLength(2);
  for (const path of ["/api/v1/tokens", "/api/v1/service-accounts/{accountId}/tokens"])
    for (const scope of exampleOf("POST", path).scopes) expect(PERMISSIONS).toContain(scope);
});
