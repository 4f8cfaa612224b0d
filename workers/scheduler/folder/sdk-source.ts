import { join } from "node:path";
import { build } from "esbuild";

const ENTRIES = {
  gwanje: "lib/sdk/index.ts",
  "gwanje/task": "lib/sdk/task.ts",
  "gwanje/tracking": "lib/sdk/tracking.ts",
} as const;
export type SdkName = keyof typeof ENTRIES;
export const isSdkName = (name: string): name is SdkName => Object.hasOwn(ENTRIES, name);

const compiled = new Map<SdkName, Promise<string>>();

/** What `import ... from "gwanje"` means, as one plain module: where we are installed must not show in a bundle. */
export function sdkSource(name: SdkName): Promise<string> {
  const known = compiled.get(name);
  if (known) return known;
  const made = compile(ENTRIES[name]);
  compiled.set(name, made);
  made.catch(() => compiled.delete(name));
  return made;
}

async function compile(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(process.cwd(), entry)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "silent",
    tsconfigRaw: "{}",
    alias: { "@": process.cwd() },
  });
  return outputFiles[0]?.text ?? "";
}
