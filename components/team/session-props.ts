/** Props of a settings panel from its server component. */
export type PanelSession = {
  user: { id: string; name: string; email: string; role: "viewer" | "editor" | "admin" };
  permissions: string[];
  ownLocale: string | null;
  ownTimeZone: string | null;
  timeZone: string;
};
