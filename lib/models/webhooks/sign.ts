import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";

/** As Standard Webhooks has it: 24 random bytes in base64 behind a prefix that scanners know. */
export function newSecret(): string {
  return PREFIX + randomBytes(24).toString("base64");
}

/** The three headers by which a receiver knows that the body is ours, whole, and of now. */
export function signed(
  secret: string,
  message: { id: string; body: string },
  now: Date,
): Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const mac = createHmac("sha256", key).update(`${message.id}.${timestamp}.${message.body}`).digest("base64");
  return { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${mac}` };
}
