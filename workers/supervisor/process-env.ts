import { childEnv, type EnvSource, hostEnvironment } from "@/lib/platform/env";

/** Variables of the machine for every program: search path, language, certificates. */
const FROM_HOST = [
  "PATH",
  "HOME",
  "LANG",
  "LC_ALL",
  "TMPDIR",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/** Sign-in settings, which only the web process gets. */
const WEB_ONLY = /^(GWANJE_SETUP_TOKEN|GWANJE_INIT_|GITHUB_|OIDC_|GWANJE_SSO_|GWANJE_DISABLE_PASSWORD)/;

export type ProcessName = "stores" | "web" | "serving" | "scheduler" | "tasks";

/** The whole environment of one process: the resolved settings that it needs and no others. */
export function processEnv(
  name: ProcessName,
  resolved: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>> = {},
  host: EnvSource = hostEnvironment(),
): NodeJS.ProcessEnv {
  const machine = Object.fromEntries(FROM_HOST.flatMap((key) => (host[key] ? [[key, host[key]]] : [])));
  // What moves artifacts in blocks holds some 10 MB less, where the C library keeps few heaps.
  const memory = name === "serving" ? { MALLOC_ARENA_MAX: "2" } : {};
  return childEnv({ ...machine, TZ: "UTC", ...memory, ...pick(name, resolved), ...extra });
}

function pick(name: ProcessName, resolved: Readonly<Record<string, string>>): Record<string, string> {
  const concerns = (key: string) => {
    // The stores read passwords from the state directory and need no settings.
    if (name === "stores") return key === "GWANJE_HOME" || key === "GWANJE_LOG_LEVEL" || key === "NODE_ENV";
    return name === "web" || !WEB_ONLY.test(key);
  };
  return Object.fromEntries(Object.entries(resolved).filter(([key]) => concerns(key)));
}
