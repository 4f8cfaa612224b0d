import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { SIDE_BAR_COOKIE } from "@/components/layout/save-side-bar";
import { Shell } from "@/components/layout/shell";
import { requireSession } from "@/lib/http/session";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  await connection();
  const { user, permissions, timeZone, teamName } = await requireSession();
  const collapsed = (await cookies()).get(SIDE_BAR_COOKIE)?.value === "closed";
  return (
    <Shell
      user={user}
      teamName={teamName}
      permissions={permissions}
      timeZone={timeZone}
      startedAt={Date.now()}
      collapsedAtStart={collapsed}
    >
      {children}
    </Shell>
  );
}
