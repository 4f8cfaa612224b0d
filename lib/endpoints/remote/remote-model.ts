import type { Signature } from "@/lib/experiments";
import type { AllowList } from "@/lib/platform/address";
import { AppError } from "@/lib/platform/errors";
import { RefusedUrl, type SafeResponse, safeFetch } from "@/lib/platform/safe-fetch";
import type { RemotePlace } from "../repository/endpoints";
import { formOf, type RowForm } from "../rows/form";
import type { ModelPorts } from "../runtime/messages";
import type { NamedTensor } from "../runtime/tensor";
import type { Ask } from "../runtime/warm-model";
import { remoteProblem } from "./address";
import { errorIn, inferText, NotTheProtocol, readMetadata, readOutputs } from "./wire";

const MIB = 1024 * 1024;
const MOST_BYTES = 16 * MIB;
const MOST_METADATA = MIB;
const DESCRIBED_MS = 10_000;
const MOST_SAID = 300;
const RETRY_AFTER_SECONDS = 1;

/** A model on a server of others that speaks the Open Inference Protocol. Nothing of it runs here. */
export class RemoteModel {
  readonly form: RowForm;

  private constructor(
    readonly place: RemotePlace,
    readonly ports: ModelPorts,
    /** As the server names it; 0 when that is no number. */
    readonly version: number,
    readonly allow: AllowList,
  ) {
    this.form = formOf(ports.inputs, signatureOf(place.columns));
  }

  /** Asks the server what its model takes. Throws UNAVAILABLE, and CONFLICT for an address or a model that is not asked. */
  static async describe(place: RemotePlace, allow: AllowList): Promise<RemoteModel> {
    const body = await call(place, {
      allow,
      path: "",
      text: null,
      timeoutMs: DESCRIBED_MS,
      maxBytes: MOST_METADATA,
    });
    const { version, ...ports } = understood(place, () => readMetadata(body));
    return new RemoteModel(place, { ...ports, leftOut: [] }, version, allow);
  }

  /** Throws UNAVAILABLE when the server does not answer in time, INVALID when it refuses the values. */
  async ask({ run, deadlineMs }: Ask): Promise<NamedTensor[]> {
    const body = await call(this.place, {
      allow: this.allow,
      path: "/infer",
      text: inferText(run.feeds, run.outputs),
      timeoutMs: deadlineMs,
      maxBytes: MOST_BYTES,
    });
    return understood(this.place, () => readOutputs(body, run.outputs));
  }
}

type Call = { allow: AllowList; path: string; text: string | null; timeoutMs: number; maxBytes: number };

async function call(place: RemotePlace, { allow, path, text, timeoutMs, maxBytes }: Call): Promise<Buffer> {
  const problem = remoteProblem(place.url, allow);
  if (problem) throw new AppError("CONFLICT", `The address of the remote model ${problem}.`);
  const url = `${place.url.replace(/\/+$/, "")}/v2/models/${encodeURIComponent(place.model)}${path}`;
  let answer: SafeResponse;
  try {
    answer = await safeFetch({
      url,
      method: text === null ? "GET" : "POST",
      headers: { accept: "application/json", ...(text !== null && { "content-type": "application/json" }) },
      body: text,
      allow,
      timeoutMs,
      maxBytes,
    });
  } catch (error) {
    if (error instanceof RefusedUrl)
      throw new AppError("CONFLICT", `The remote model cannot be asked: ${error.message}`);
    throw away(place, `does not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (answer.truncated) throw away(place, `answers with more than ${maxBytes} bytes`);
  if (answer.status === 200) return answer.body;
  const said = (errorIn(answer.body) ?? "").slice(0, MOST_SAID);
  if (text !== null && answer.status === 400)
    throw new AppError("INVALID", `The remote model does not take these values: ${said}`);
  throw away(place, `answers with ${answer.status}${said && `: ${said}`}`);
}

function understood<T>(place: RemotePlace, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotTheProtocol)
      throw away(place, `does not speak the Open Inference Protocol: ${error.message.slice(0, MOST_SAID)}`);
    throw error;
  }
}

function away({ url, model }: RemotePlace, said: string): AppError {
  return new AppError("UNAVAILABLE", `The model ${model} at ${new URL(url).host} ${said}`, {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** Columns that an endpoint names for a model whose server names none. */
function signatureOf(columns: readonly string[] | null): Signature | null {
  if (!columns) return null;
  const inputs = columns.map((name) => ({ name, type: "double", required: true, shape: null }));
  return { inputs, outputs: [], params: [] };
}
