import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { ApiError, api, NoReply, toSearch } from "./api";
import { onReason } from "./api-error";

const Thing = z.object({ id: z.string() });

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response(text, { status, headers })),
  );
}

async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`expected an ApiError, got ${String(error)}`);
}

afterEach(() => vi.unstubAllGlobals());

describe("api", () => {
  it("parses the reply by its schema", async () => {
    answer(200, { id: "run_1", later: true });
    expect(await api.get("/runs/run_1", Thing)).toEqual({ id: "run_1" });
    answer(204, undefined);
    expect(await api.delete("/runs/run_1", NoReply)).toBeUndefined();
  });

  it("sends JSON only when there is a body", async () => {
    answer(200, { id: "run_1" });
    await api.post("/runs", Thing, { body: { a: 1 }, query: { dry: true } });
    const [url, init] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(url).toBe("/api/v1/runs?dry=true");
    expect(init).toMatchObject({
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
  });

  it("tells a reason in the reader's words, and one that they lack in the server's", async () => {
    const off = onReason((code, values) => (code === "taken" ? `${values.name}: 사용 중` : null));
    answer(409, {
      code: "CONFLICT",
      detail: "There is already a pool.",
      errors: [
        {
          pointer: "/name",
          code: "taken",
          values: { name: "gpu", odd: {} },
          detail: "There is already a pool.",
        },
        { pointer: "/slots", code: "new_one", detail: "slots is odd" },
      ],
    });
    const error = await failure(api.post("/pools", Thing, { body: {} }));
    expect(error.message).toBe("gpu: 사용 중");
    expect([error.field("/name"), error.field("/slots")]).toEqual(["gpu: 사용 중", "slots is odd"]);
    answer(409, {
      code: "CONFLICT",
      detail: "Choose another.",
      reason: { code: "taken", values: { name: "cpu" } },
    });
    expect((await failure(api.delete("/pools/cpu", NoReply))).message).toBe("cpu: 사용 중");
    off();
    answer(409, {
      code: "CONFLICT",
      detail: "Choose another.",
      reason: { code: "taken", values: { name: "cpu" } },
    });
    expect((await failure(api.delete("/pools/cpu", NoReply))).message).toBe("Choose another.");
  });

  it("maps problem+json, with the message of a field", async () => {
    answer(422, {
      title: "Invalid",
      status: 422,
      code: "INVALID",
      detail: "name is taken",
      request_id: "req_9",
      errors: [{ pointer: "/name", code: "taken", detail: "name is taken; choose another" }],
    });
    const error = await failure(api.post("/runs", Thing, { body: {} }));
    expect(error).toMatchObject({
      status: 422,
      code: "INVALID",
      requestId: "req_9",
      message: "name is taken",
    });
    expect(error.field("/name")).toBe("name is taken; choose another");
    expect(error.field("/other")).toBeUndefined();
  });

  it.each([
    [401, "UNAUTHENTICATED"],
    [403, "FORBIDDEN"],
    [413, "TOO_LARGE"],
    [502, "UNAVAILABLE"],
    [418, "UNKNOWN"],
  ])("understands %i with a page of a proxy in front", async (status, code) => {
    answer(status, "<html>oops</html>", { "x-request-id": "req_p" });
    expect(await failure(api.get("/runs", Thing))).toMatchObject({ status, code, requestId: "req_p" });
  });

  it("says so when the reply is not what was agreed", async () => {
    answer(200, { id: 7 });
    expect((await failure(api.get("/runs", Thing))).code).toBe("BAD_REPLY");
  });

  it("tells no network from a cancelled call", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(() => Promise.reject(new TypeError("Failed to fetch"))),
    );
    expect(await failure(api.get("/runs", Thing))).toMatchObject({ status: 0, code: "OFFLINE" });
    await expect(api.get("/runs", Thing, { signal: AbortSignal.abort() })).rejects.not.toBeInstanceOf(
      ApiError,
    );
  });
});

it("toSearch leaves out what is empty and joins lists", () => {
  expect(toSearch({ status: ["failed", "running"], q: "", cursor: null, limit: 50, none: [] })).toBe(
    "?status=failed%2Crunning&limit=50",
  );
  expect(toSearch()).toBe("");
});
