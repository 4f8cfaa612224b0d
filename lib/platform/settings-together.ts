import * as z from "zod";
import { SETTINGS } from "./settings";

/** Checks each setting, and rules between settings. */
export const SettingsSchema = z.object(SETTINGS).check(pairsTogether, initTogether, providerFor);
export type Settings = z.infer<typeof SettingsSchema>;

type SettingsCheck = z.core.ParsePayload<z.infer<z.ZodObject<typeof SETTINGS>>>;

/** Half a credential would show up later as a missing button or a 403. */
function pairsTogether(payload: SettingsCheck): void {
  const pairs = [
    ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
    ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
    ["OIDC_ISSUER", "OIDC_CLIENT_ID"],
    ["OIDC_CLIENT_ID", "OIDC_ISSUER"],
    ["S3_ENDPOINT", "S3_ACCESS_KEY_ID"],
  ] as const;
  for (const [one, other] of pairs) {
    const both = [one, other] as const;
    const absent = both.find((key) => payload.value[key] === undefined);
    const present = both.find((key) => payload.value[key] !== undefined);
    if (!absent || !present || (one === "S3_ENDPOINT" && present !== one)) continue;
    const message = `is required when ${present} is set`;
    const known = payload.issues.some((issue) => issue.path?.[0] === absent);
    if (!known) payload.issues.push({ code: "custom", path: [absent], message, input: payload.value });
  }
}

function initTogether(payload: SettingsCheck): void {
  const { GWANJE_INIT_EMAIL: email, GWANJE_INIT_PASSWORD: password } = payload.value;
  if ((email === undefined) === (password === undefined)) return;
  const absent = email === undefined ? "GWANJE_INIT_EMAIL" : "GWANJE_INIT_PASSWORD";
  const message = "is required for headless set-up (GWANJE_INIT_EMAIL and GWANJE_INIT_PASSWORD go together)";
  payload.issues.push({ code: "custom", path: [absent], message, input: payload.value });
}

/** Members who must use a provider could not sign in without one. */
function providerFor(payload: SettingsCheck): void {
  const { value, issues } = payload;
  if (value.GITHUB_CLIENT_ID !== undefined || value.OIDC_ISSUER !== undefined) return;
  const message = "needs a provider to sign in with; set GITHUB_CLIENT_ID or OIDC_ISSUER too";
  for (const key of ["GWANJE_SSO_ENFORCED_DOMAINS", "GWANJE_DISABLE_PASSWORD"] as const) {
    if (!value[key] || issues.some((issue) => issue.path?.[0] === key)) continue;
    issues.push({ code: "custom", path: [key], message, input: value });
  }
}
