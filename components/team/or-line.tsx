import { useTranslations } from "next-intl";

/** A divider between ways to sign in. */
export function OrLine() {
  const t = useTranslations("auth.sso");
  return (
    <p className="flex items-center gap-3 text-fg-subtle text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
      {t("or")}
    </p>
  );
}
