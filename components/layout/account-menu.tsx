"use client";
import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound, Webhook } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem, MenuLabel, MenuRadio, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import { LANGUAGES, type Locale } from "@/lib/client/locales";
import { saveLocale } from "./save-locale";
import type { ShellUser } from "./shell-user";
import { signOut } from "./sign-out";

export function AccountMenu({ user, onHelp }: { user: ShellUser; onHelp: () => void }) {
  const t = useTranslations("shell");
  const locale: Locale = useLocale() === "ko" ? "ko" : "en";
  const router = useRouter();
  const leave = () => void signOut().catch(() => toast.error(t("sign_out_failed")));
  const { theme = "system", setTheme } = useTheme();
  const themes = [
    { value: "system", label: <Choice icon={Monitor} text={t("theme_system")} /> },
    { value: "light", label: <Choice icon={Sun} text={t("theme_light")} /> },
    { value: "dark", label: <Choice icon={Moon} text={t("theme_dark")} /> },
  ] as const;
  return (
    <Menu
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`${t("account")}: ${user.name}`}
          // Decorative; screen readers get the name itself.
          data-initials={initialsOf(user.name)}
          className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent text-xs before:content-[attr(data-initials)] hover:brightness-95"
        />
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium text-sm">{user.name}</p>
        <p className="truncate text-fg-subtle text-xs">{user.email}</p>
        <p className="text-fg-subtle text-xs">{t("role", { role: t(`roles.${user.role}`) })}</p>
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/settings/profile">
          <UserRound aria-hidden className="text-fg-subtle" />
          {t("your_settings")}
        </Link>
      </MenuItem>
      <MenuItem icon={Keyboard} shortcut="?" onSelect={onHelp}>
        {t("keyboard")}
      </MenuItem>
      <MenuItem asChild>
        <a href="/api/docs" target="_blank" rel="noreferrer">
          <Webhook aria-hidden className="text-fg-subtle" />
          {t("api")}
        </a>
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>{t("theme")}</MenuLabel>
      <MenuRadio value={theme as (typeof themes)[number]["value"]} options={themes} onChange={setTheme} />
      <MenuSeparator />
      <MenuLabel>{t("language")}</MenuLabel>
      <MenuRadio
        value={locale}
        options={LANGUAGES}
        onChange={(next) => {
          void saveLocale(next);
          router.refresh();
        }}
      />
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={leave}>
        {t("sign_out")}
      </MenuItem>
    </Menu>
  );
}

function Choice({ icon: Icon, text }: { icon: typeof Sun; text: string }) {
  return (
    <span className="flex items-center gap-2">
      <Icon aria-hidden className="text-fg-subtle" />
      {text}
    </span>
  );
}

/** "Kim Minji" becomes KM and "김민지" 민지, because Korean given names distinguish people better than family names. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  if (/^[가-힣]{2,4}$/.test(first)) return first.slice(-2);
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return ([...first][0] ?? "?").toUpperCase() + ([...last][0] ?? "").toUpperCase();
}
