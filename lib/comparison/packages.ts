import { parse as parseYaml } from "yaml";

/** What the files of an environment say: versions by package, and that of Python. */
export type Environment = { packages: Map<string, string>; python: string | null };
const MOST_PACKAGES = 2_000;

/** Pip's name for a package: case and the signs between words mean nothing. */
function packageName(text: string): string {
  return text.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

const REQUIREMENT = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/;

/** Lines such as `pandas==2.2.1`; options, comments and conditions are left out. A version that is only bounded keeps its signs. */
export function requirements(text: string): Map<string, string> {
  const packages = new Map<string, string>();
  for (const raw of text.split(/\r?\n/)) {
    if (packages.size === MOST_PACKAGES) break;
    const line = raw
      .replace(/(^|\s)#.*$/, "")
      .replace(/;.*$/, "")
      .trim();
    const [, name, rest = ""] = /^-/.test(line) ? [] : (REQUIREMENT.exec(line) ?? []);
    if (name === undefined) continue;
    packages.set(packageName(name), rest.replace(/^={2,3}\s*/, "").trim() || "any");
  }
  return packages;
}

/** `conda.yaml`: entries such as `python=3.11.2`, and pip's own list below them. */
export function condaEnvironment(text: string): Environment {
  const environment: Environment = { packages: new Map(), python: null };
  const { dependencies } = recordOf(yamlOf(text));
  for (const entry of listOf(dependencies)) {
    if (typeof entry === "string") {
      const [name = "", version = "any"] = entry.split(/=+/, 2);
      if (name.trim() === "python") environment.python = version;
      else if (environment.packages.size < MOST_PACKAGES)
        environment.packages.set(packageName(name.trim()), version);
      continue;
    }
    const pip = listOf(recordOf(entry).pip).filter((line) => typeof line === "string");
    for (const [name, version] of requirements(pip.join("\n"))) environment.packages.set(name, version);
  }
  return environment;
}

/** `python_env.yaml`, which MLflow writes beside a model. */
export function pythonVersion(text: string): string | null {
  const { python } = recordOf(yamlOf(text));
  return typeof python === "string" || typeof python === "number" ? String(python) : null;
}

/** Undefined for what is no YAML. Aliases are not followed, because a few of them can stand for millions of values. */
function yamlOf(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
