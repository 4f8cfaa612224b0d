/**
 * Decodes aws-chunked bodies, which clients send to add a checksum at the end (boto3 by default): frames `<hex
 * length>[;extension]\r <bytes>\r `, a frame of length 0, then trailing headers.
 */
import { Transform } from "node:stream";

const LONGEST_HEADER_BYTES = 8 * 1024;

export function decodeAwsChunked(): Transform {
  let pending: Buffer = Buffer.alloc(0);
  let left = 0;
  let state: "header" | "data" | "after" | "done" = "header";

  function step(push: (part: Buffer) => void): boolean {
    if (state === "data") {
      const part = pending.subarray(0, left);
      if (part.length === 0) return false;
      push(part);
      pending = pending.subarray(part.length);
      left -= part.length;
      if (left === 0) state = "after";
      return true;
    }
    if (state === "after") {
      if (pending.length < 2) return false;
      pending = pending.subarray(2);
      state = "header";
      return true;
    }
    const end = pending.indexOf("\r\n");
    if (end < 0) {
      if (pending.length > LONGEST_HEADER_BYTES) throw new Error("A frame of the chunked body has no header");
      return false;
    }
    const length = /^([0-9a-f]+)(;|$)/i.exec(pending.subarray(0, end).toString("latin1"))?.[1];
    if (length === undefined) throw new Error("A frame of the chunked body has a broken header");
    pending = pending.subarray(end + 2);
    left = Number.parseInt(length, 16);
    state = left === 0 ? "done" : "data";
    return true;
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      try {
        while (state !== "done" && step((part) => this.push(part)));
        // Trailing headers have a checksum only and are not part of the object.
        if (state === "done") pending = Buffer.alloc(0);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
    flush(done) {
      done(state === "done" ? null : new Error("The chunked body ended early"));
    },
  });
}
