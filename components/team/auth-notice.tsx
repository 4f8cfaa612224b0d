import type { ReactNode } from "react";

/** A page before sign-in that only explains something. */
export function AuthNotice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-border bg-surface p-6">
      <h1 className="font-semibold text-lg">{title}</h1>
      <p className="mt-1 text-fg-muted text-sm">{children}</p>
    </section>
  );
}
