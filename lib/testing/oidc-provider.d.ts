/** The part of oidc-provider that tests use; the package has no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

  type Saved = { save(): Promise<string>; addOIDCScope(scope: string): void };
  type Context = {
    oidc: { provider: Provider; client: { clientId: string }; session: { accountId: string } };
  };
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): RequestListener;
    Grant: new (about: {
      clientId: string;
      accountId: string;
    }) => Saved;
    AuthorizationCode: { find(code: string): Promise<{ destroy(): Promise<void> } | undefined> };
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { login: { accountId: string } },
    ): Promise<void>;
  }
  export type OidcContext = Context;
}
