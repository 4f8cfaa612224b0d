import type * as repository from "./repository";
import { Role, type UserView } from "./schema";

export type UserRow = Awaited<ReturnType<typeof repository.getUserRow>>;
export const userView = (row: UserRow): UserView => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: Role.parse(row.role),
  deactivated_at: row.deactivatedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  last_sign_in_at: row.lastSignInAt?.toISOString() ?? null,
});
