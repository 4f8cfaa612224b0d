/** Owns people, their sessions, tokens and invites, and their permissions. Refuses to know what they do with them. */
export { signInWithPassword } from "./authenticate";
export { listIdentities, unlinkIdentity } from "./identities";
export {
  acceptInvite,
  createInvite,
  listInvites,
  type OpenInvite,
  openInvite,
  revokeInvite,
} from "./invites";
export { actorOfApiToken } from "./known-token";
export { whoAmI } from "./me";
export type { PasswordPolicy } from "./password-policy";
export { createPasswordReset, isOpenReset, resetPassword } from "./password-reset";
export { deleteLongExpired } from "./repository";
export { ROLE_PERMISSIONS } from "./roles";
export {
  changePassword,
  changePreferences,
  changeUser,
  listSessions,
  listUsers,
  revokeSessions,
} from "./service";
export {
  changeServiceAccount,
  createServiceAccount,
  createServiceAccountToken,
  listServiceAccounts,
  revokeServiceAccountToken,
  rotateServiceAccountToken,
} from "./service-accounts";
export { provenRecently, resolveSession, type SessionRef, type SessionUser, sessionActor } from "./session";
export { isSetUp, isSetupToken, setUpFromSettings, setUpTeam } from "./setup";
export { type Identity, type SsoPolicy, signInWithIdentity } from "./sso";
export { confirmPassword } from "./step-up";
export { beginStepUp, confirmIdentity, listStepUpWays, recordRefusedStepUp } from "./step-up-identity";
export type { StepUpProof } from "./step-up-rules";
export { changeTeam, getTeam, teamLocale, teamName, teamTimeZone } from "./team-settings";
export { createTokenCache, type TokenCache } from "./token-cache";
export { createToken, listTokens, revokeToken, rotateToken } from "./tokens";
export { listSignInWarnings } from "./warnings";
