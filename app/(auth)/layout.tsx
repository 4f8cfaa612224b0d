import type { ReactNode } from "react";
import { Logo } from "@/components/layout/logo";
import { AuthLanguages } from "@/components/team/auth-languages";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    // Aligned to the top and not centred, so that a growing form does not jump.
    <main className="grid min-h-dvh content-start justify-items-center bg-bg px-4 pt-[max(1rem,15dvh)] pb-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-2 font-semibold">
          <Logo />
          {"Gwanje"}
        </div>
        {children}
        <AuthLanguages />
      </div>
    </main>
  );
}
