import { expect, it } from "vitest";
import { readText } from "./body";

/** A body without Content-Length that goes on for ever, and counts what was taken from it. */
function endless() {
  const taken = { pieces: 0 };
  const body = new ReadableStream({
    pull(controller) {
      taken.pieces += 1;
      controller.enqueue(new Uint8Array(1_000).fill(97));
    },
  });
  return {
    taken,
    request: new Request("http://own/", { method: "POST", body, duplex: "half" } as RequestInit),
  };
}

it("asks for no more of a body than its limit", async () => {
  const { taken, request } = endless();
  await expect(readText(request, 10_000)).rejects.toMatchObject({ code: "TOO_LARGE" });
  expect(taken.pieces).toBeLessThan(15);
});

it("does not begin with one that announces too much", async () => {
  const { taken, request } = endless();
  request.headers.set("content-length", "10001");
  await expect(readText(request, 10_000)).rejects.toMatchObject({ code: "TOO_LARGE" });
  expect(taken.pieces).toBeLessThan(2);
});

it("counts bytes and not characters, and reads a character that two pieces share", async () => {
  const bytes = Buffer.from("관제");
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const request = () => new Request("http://own/", { method: "POST", body: bytes });
  const inPieces = new Request("http://own/", { method: "POST", body, duplex: "half" } as RequestInit);
  expect(await readText(inPieces, 6)).toBe("관제");
  await expect(readText(request(), 5)).rejects.toMatchObject({ code: "TOO_LARGE" });
  expect(await readText(new Request("http://own/", { method: "POST" }), 5)).toBe("");
});
