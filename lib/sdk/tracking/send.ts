import { escapeKey } from "../task/data-plane";
import { type BodyMaker, exchange, reasonOf } from "../task/exchange";
import { readTracking } from "./environment";

/** The tracking server refused; `code` is MLflow's name for why, such as RESOURCE_DOES_NOT_EXIST. */
export class TrackingError extends Error {
  override readonly name = "TrackingError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const API = "/api/2.0/mlflow";
const ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

// biome-ignore lint/suspicious/noExplicitAny: the protocol's JSON; each caller reads the fields that the message is known to have.
type Json = any;

/** One message with a body. Those that make something are not sent again when they may have been done. */
export function post(path: string, body: unknown, { repeatable = true } = {}): Promise<Json> {
  const make = () => ({ body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  return call("POST", `${API}${path}`, make, repeatable);
}

export function get(path: string, query: Readonly<Record<string, string>>): Promise<Json> {
  return call("GET", `${API}${path}?${new URLSearchParams(query)}`);
}

/** `place` is below the server's artifacts: `<experiment>/<run>/artifacts/<path>`. */
export function putFile(place: string, make: BodyMaker): Promise<Json> {
  return call("PUT", `${ARTIFACTS}/${escapeKey(place)}`, make);
}

async function call(method: string, path: string, make?: BodyMaker, repeatable = true): Promise<Json> {
  const { uri, authorization } = readTracking(process.env);
  const headers = authorization === null ? {} : { authorization };
  const response = await exchange({ method, url: uri + path, headers, make, repeatable }).catch(
    (error: unknown) => {
      throw new TrackingError(0, "unreachable", `${method} ${uri}${path}: ${reasonOf(error)}`);
    },
  );
  const text = await response.text();
  const json = parsed(text);
  if (response.ok) return json ?? {};
  const said = typeof json?.message === "string" ? json.message : text.slice(0, 300) || response.statusText;
  const code = typeof json?.error_code === "string" ? json.error_code : `http_${response.status}`;
  throw new TrackingError(response.status, code, `${method} ${path} answered ${response.status}: ${said}`);
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
