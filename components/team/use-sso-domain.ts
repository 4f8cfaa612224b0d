import { useState } from "react";
import { domainAmong } from "@/lib/team/values";
import type { SsoChoice } from "./sso-buttons";
import { startSso } from "./start-sso";

type Props = { email: string; ssoDomains: readonly string[]; providers: readonly SsoChoice[]; next: string };

/** Set while the typed address belongs to a domain with provider sign-in. */
export type SsoDomain = {
  domain: string;
  provider: SsoChoice;
  start: () => Promise<boolean>;
  /** Shows the password field anyway, for admins. */
  usePassword: () => void;
};

/** Goes by the domain alone, so that it does not reveal accounts. */
export function useSsoDomain({ email, ssoDomains, providers, next }: Props): SsoDomain | null {
  const [byPassword, setByPassword] = useState<string | null>(null);
  const domain = domainAmong(email, ssoDomains);
  // The team's own issuer, if any; the other buttons are also shown.
  const provider = providers.at(-1);
  if (domain === null || domain === byPassword || !provider) return null;
  return {
    domain,
    provider,
    start: () => startSso(provider.id, next),
    usePassword: () => setByPassword(domain),
  };
}
