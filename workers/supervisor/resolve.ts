import { loadSettings, type Settings, servingPortOf } from "@/lib/platform/env";
import { createStorage } from "@/lib/platform/storage";
import { type Home, readSecrets } from "../stores/home";
import { canListen, freePort } from "../stores/ports";
import { requirePort } from "./check-port";
import { hasNoUser } from "./first-boot";
import { say } from "./output";

/** Settings as text, as in an environment. */
export type Resolved = Record<string, string>;

/** Decides settings that are not given: the master secret, the public address, a free port of the data plane. */
export async function resolveOwn(settings: Settings, home: Home, url: string): Promise<Resolved> {
  const wish = settings.GWANJE_SERVING_PORT ?? servingPortOf(settings.PORT);
  if (settings.GWANJE_SERVING_PORT) await requirePort("127.0.0.1", settings.GWANJE_SERVING_PORT);
  const servingPort = (await canListen(wish)) ? wish : await freePort();
  if (servingPort !== wish) say(`port ${wish} is in use; the data plane takes ${servingPort}`);
  return {
    PORT: String(settings.PORT),
    HOST: settings.HOST,
    GWANJE_URL: url,
    GWANJE_HOME: home.dir,
    GWANJE_SERVING_PORT: String(servingPort),
    GWANJE_SECRET: settings.GWANJE_SECRET ?? readSecrets(home).secret,
  };
}

export async function prepareBucket(resolved: Resolved): Promise<void> {
  const settings = loadSettings(resolved);
  const storage = createStorage({
    ...settings,
    S3_ENDPOINT: settings.S3_ENDPOINT ?? "",
    S3_ACCESS_KEY_ID: settings.S3_ACCESS_KEY_ID ?? "",
    S3_SECRET_ACCESS_KEY: settings.S3_SECRET_ACCESS_KEY ?? "",
  });
  await storage.ensureBucket();
  storage.close();
}

/** Null once a person exists, or when the first admin comes from GWANJE_INIT_*. */
export async function setupTokenFor(
  databaseUrl: string,
  settings: Settings,
  home: Home,
): Promise<string | null> {
  if (settings.GWANJE_INIT_EMAIL || !(await hasNoUser(databaseUrl))) return null;
  return settings.GWANJE_SETUP_TOKEN ?? readSecrets(home).setupToken;
}
