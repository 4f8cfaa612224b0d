"use client";
import { ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AbsoluteTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import type { SignInWarningList } from "@/lib/team/schema";

type Props = { warnings: SignInWarningList["data"]; userId: string };

/** Warns of accounts with many failed sign-ins. The person and the admins see it; the audit log has the addresses. */
export function SignInWarnings({ warnings, userId }: Props) {
  const t = useTranslations("team.warnings");
  if (warnings.length === 0) return null;
  return (
    <ul className="grid gap-1 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      {warnings.map(({ user_id, name, at }) => {
        const time = () => <AbsoluteTime at={at} seconds={false} />;
        const log = (text: ReactNode) => (
          <Link
            href={`/audit?action=session.sign_in&outcome=failed&target=${user_id}`}
            className="underline underline-offset-2"
          >
            {text}
          </Link>
        );
        return (
          <li key={user_id} className="flex items-start gap-2">
            <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <p className="wrap-anywhere">
              {user_id === userId ? t.rich("own", { time }) : t.rich("other", { name, time, log })}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
