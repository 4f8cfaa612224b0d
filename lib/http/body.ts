import { TooLargeError } from "@/lib/platform/errors";

/** A pipeline with thousands of tasks, and room. */
export const BODY_BYTES = 4 * 1024 * 1024;
/** Of a form that anybody may send. */
export const AUTH_BODY_BYTES = 16 * 1024;

/**
 * The body as text. It is counted while it is read: Content-Length says only what the client promises. Throws
 * TooLargeError; what is left is not asked for, and the connection lives long enough to say so.
 */
export async function readText(request: Request, mostBytes: number): Promise<string> {
  const tooLarge = () => new TooLargeError(`The body is larger than ${mostBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  const reader = request.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > mostBytes) throw tooLarge();
    text += decoder.decode(value, { stream: true });
  }
}
