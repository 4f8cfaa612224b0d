import type { FormEvent, ReactNode } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  title: string;
  description: string;
  error: string | null;
  submit: string;
  busy: boolean;
  onSubmit: () => void;
  footer?: ReactNode;
  /** Other ways in, over the form. */
  above?: ReactNode;
  formHidden?: boolean;
  children: ReactNode;
};

/** The frame of the pages before sign-in. */
export function AuthCard({
  title,
  description,
  error,
  submit,
  busy,
  onSubmit,
  footer,
  above,
  formHidden = false,
  children,
}: Props) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <section className="rounded-lg border border-border bg-surface p-6">
      <h1 className="font-semibold text-lg">{title}</h1>
      <p className="mt-1 mb-5 text-fg-muted text-sm">{description}</p>
      {above ? <div className={formHidden ? "" : "mb-4"}>{above}</div> : null}
      {formHidden ? null : (
        // Without a method, a form sent before the page's code is loaded would put the password into the URL.
        <form method="post" onSubmit={send} className="grid gap-4" noValidate>
          {children}
          <p role="alert" className="text-danger text-sm empty:hidden">
            {error}
          </p>
          <Button type="submit" variant="primary" busy={busy}>
            {submit}
          </Button>
        </form>
      )}
      {footer ? <p className="mt-4 text-fg-muted text-xs">{footer}</p> : null}
    </section>
  );
}
