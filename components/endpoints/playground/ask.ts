import { queryOptions } from "@tanstack/react-query";
import { ApiError } from "@/lib/client/api-error";
import type { EndpointContract } from "@/lib/endpoints/schema";
import { type Fault, faultsOf } from "./faults";

const pathOf = (name: string) => `/predict/${encodeURIComponent(name)}`;

/** What was answered, and how long it took for this browser. */
export type Asked = {
  status: number;
  ms: number;
  requestId: string | null;
  body: unknown;
  faults: Fault[];
  detail: string | null;
};

/** What the endpoint takes and gives. The server loads the model for it, which may take a while. */
export const contractQuery = (name: string) =>
  queryOptions({
    queryKey: ["endpoints", "contract", name],
    queryFn: async ({ signal }) => {
      const { status, body, detail, requestId } = await send(pathOf(name), { signal });
      if (status !== 200) throw refusal(status, detail, requestId);
      return contractIn(body);
    },
    retry: false,
    refetchOnWindowFocus: false,
  });

/** The same request as every client makes, with the person's own session. */
export function ask(name: string, body: string): Promise<Asked> {
  return send(pathOf(name), { method: "POST", headers: { "content-type": "application/json" }, body });
}

async function send(path: string, init: RequestInit): Promise<Asked> {
  const began = performance.now();
  const response = await fetch(path, init);
  const text = await response.text();
  const ms = performance.now() - began;
  const body = parsed(text);
  const requestId = response.headers.get("x-request-id");
  return { status: response.status, ms, requestId, body, ...faultsOf(response.ok ? null : body) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The guarantee: console and data plane are one build, and this is the reply of GET /predict/{endpoint}. */
function contractIn(body: unknown): EndpointContract {
  return body as EndpointContract;
}

function refusal(status: number, detail: string | null, requestId: string | null): ApiError {
  const codes: Record<number, string> = {
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    409: "CONFLICT",
  };
  const code = codes[status] ?? (status >= 500 ? "UNAVAILABLE" : "UNKNOWN");
  return new ApiError({ status, code, title: "", detail: detail ?? "", requestId, errors: [] });
}
