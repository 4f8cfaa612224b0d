import { useState } from "react";
import { domainAmong } from "@/lib/team/values";
import type { SsoChoice } from "./sso-buttons";
import { startSso } from "./start-sso";

type Props = { email: string; ssoDomains: readonly string[]; providers: readonly SsoChoice[]; next: string };

/** Set while the typed address is of a domain whose people sign in through a provider. */
export type SsoDomain = {
  domain: string;
  provider: SsoChoice;
  start: () => Promise<boolean>;
  /** Shows the password after all: admins keep theirs. */
  usePassword: () => void;
};

/** The domain alone decides, so that nobody learns from it who has an account. */
export function useSsoDomain({ email, ssoDomains, providers, next }: Props): SsoDomain | null {
  const [byPassword, setByPassword] = useState<string | null>(null);
  const domain = domainAmong(email, ssoDomains);
  // The team's own issuer where there is one; the other buttons are on the page too.
  const provider = providers.at(-1);
  if (domain === null || domain === byPassword || !provider) return null;
  return {
    domain,
    provider,
    start: () => startSso(provider.id, next),
    usePassword: () => setByPassword(domain),
  };
}
