import * as z from "zod";
import { WORDS } from "@/lib/platform/field-error";
import { ROLES } from "./values";

export { ROLES } from "./values";
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const Email = z.string().trim().toLowerCase().pipe(z.email(WORDS.email)).pipe(z.string().max(254));
/** 12 to 128 characters without composition rules. */
export const NewPassword = z.string().min(12, WORDS.password_short).max(128, WORDS.password_long);
export const Locale = z.enum(["en", "ko"]);
export const TimeZone = z.string().refine(isTimeZone, WORDS.time_zone);
/** Postgres refuses NUL in text; checked here it is a field error, not a server error. */
const withoutNul = [(text: string) => !text.includes("\0"), "must not hold a NUL character"] as const;
const Name = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(100)
  .refine(...withoutNul);

export const SetupInput = z.strictObject({
  token: z.string().min(1).max(200),
  team_name: Name,
  name: Name,
  email: Email,
  password: NewPassword,
  locale: Locale.default("en"),
  time_zone: TimeZone.default("UTC"),
});
export type SetupInput = z.infer<typeof SetupInput>;

export const UserView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  deactivated_at: z.string().nullable(),
  created_at: z.string(),
  last_sign_in_at: z.string().nullable(),
});
export type UserView = z.infer<typeof UserView>;
export const UserList = z.object({ data: z.array(UserView) });

export const ChangeUserInput = z.strictObject({
  user_id: z.string(),
  role: Role.optional(),
  deactivated: z.boolean().optional(),
});

export const InviteInput = z.strictObject({ email: Email.optional(), role: Role });
export const InviteView = z.object({
  id: z.string(),
  email: z.string().nullable(),
  role: Role,
  created_at: z.string(),
  expires_at: z.string(),
  state: z.enum(["open", "accepted", "revoked", "expired"]),
});
export type InviteView = z.infer<typeof InviteView>;
export const InviteList = z.object({ data: z.array(InviteView) });
/** The link is shown once; only its hash is stored. */
export const NewInvite = InviteView.extend({ link_path: z.string() });
export const AcceptInviteInput = z.strictObject({
  token: z.string().min(1).max(200),
  name: Name,
  email: Email,
  password: NewPassword,
  /** The browser's language and zone. When left out, each browser of the person decides. */
  locale: Locale.optional(),
  time_zone: TimeZone.optional(),
});

/** The link is shown once; only its hash is stored. */
export const NewPasswordReset = z.object({ link_path: z.string(), expires_at: z.string() });
export const ResetPasswordInput = z.strictObject({
  token: z.string().min(1).max(200),
  password: NewPassword,
});

export const SessionView = z.object({
  id: z.string(),
  method: z.string(),
  user_agent: z.string().nullable(),
  ip: z.string().nullable(),
  created_at: z.string(),
  last_seen_at: z.string(),
  is_current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;
export const SessionList = z.object({ data: z.array(SessionView) });

export const SignInWarningList = z.object({
  data: z.array(z.object({ user_id: z.string(), name: z.string(), at: z.string() })),
});
export type SignInWarningList = z.infer<typeof SignInWarningList>;

export const TokenInput = z.strictObject({
  name: Name,
  scopes: z.array(z.string()).min(1, "needs at least one scope").max(50),
  expires_in_days: z.number().int().min(1).max(365).default(90),
});
export const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  created_at: z.string(),
  expires_at: z.string(),
  last_used_at: z.string().nullable(),
  last_used_ip: z.string().nullable(),
  /** The token that replaced it by rotation, or null. */
  replaced_by: z.string().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;
export const TokenList = z.object({ data: z.array(TokenView) });
/** `token` is only in this reply. */
export const NewToken = TokenView.extend({ token: z.string() });

const Description = z
  .string()
  .trim()
  .max(500)
  .refine(...withoutNul)
  .nullable();
export const ServiceAccountInput = z.strictObject({
  name: Name,
  role: Role,
  description: Description.default(null),
});
export const ChangeServiceAccountInput = z.strictObject({
  id: z.string().max(60),
  name: Name.optional(),
  role: Role.optional(),
  description: Description.optional(),
  deactivated: z.boolean().optional(),
});
export const ServiceAccountView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  role: Role,
  created_at: z.string(),
  deactivated_at: z.string().nullable(),
  /** Newest first, without revoked ones. */
  tokens: z.array(TokenView),
});
export type ServiceAccountView = z.infer<typeof ServiceAccountView>;
export const ServiceAccountList = z.object({ data: z.array(ServiceAccountView) });

/** Language and zone are for people who have chosen none and whose browser asks for none that there is. */
export const TeamView = z.object({ name: z.string(), locale: Locale, time_zone: z.string() });
export type TeamView = z.infer<typeof TeamView>;
export const TeamChange = z.strictObject({
  name: Name.optional(),
  locale: Locale.optional(),
  time_zone: TimeZone.optional(),
});

/** Null leaves it to each browser. */
export const PreferencesInput = z.strictObject({
  name: Name.optional(),
  locale: Locale.nullable().optional(),
  time_zone: TimeZone.nullable().optional(),
});
export const ChangePasswordInput = z.strictObject({
  current_password: z.string().min(1).max(128),
  new_password: NewPassword,
});

export const ConfirmPasswordInput = z.strictObject({ password: z.string().min(1).max(128) });

export const StepUpWays = z.object({
  /** True when the password is enough. */
  password: z.boolean(),
  /** Providers of linked accounts that are enough. */
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type StepUpWays = z.infer<typeof StepUpWays>;

export const IdentityList = z.object({
  data: z.array(z.object({ provider: z.string(), email: z.string().nullable(), created_at: z.string() })),
  has_password: z.boolean(),
});
export type IdentityList = z.infer<typeof IdentityList>;

export const Me = z.object({
  actor: z.object({ type: z.string(), id: z.string(), name: z.string(), role: z.string().nullable() }),
  permissions: z.array(z.string()),
  locale: z.string().nullable(),
  time_zone: z.string().nullable(),
});

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
