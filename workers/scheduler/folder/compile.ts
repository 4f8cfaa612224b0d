import { realpath } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type BuildFailure, type BuildOptions, build, type OutputFile, type Plugin, stop } from "esbuild";
import { because, isReason } from "@/lib/platform/reasons";
import { FileProblem } from "./file-problem";
import { isInside } from "./folder-files";
import { isSdkName, sdkSource } from "./sdk-source";

/**
 * `folder` is absolute: nothing outside of it is read. `shown` is its name within the pipelines folder; null for a file
 * that stands alone there, which has no folder of its own and so no other file.
 */
export type Source = { folder: string; shown: string | null; file: string };

/** A pipeline file as one script that leaves its exports in `__pipeline`, and the way back to the author's lines. */
export async function compilePipeline(source: Source): Promise<{ code: string; map: string }> {
  const refuse = (path: string) =>
    `imports ${JSON.stringify(path)}. A pipeline file only describes: it may import "gwanje" and files of its own folder. Packages and Node's modules belong into the scripts of its tasks.`;
  const outputs = await run(source, {
    format: "iife",
    globalName: "__pipeline",
    platform: "neutral",
    sourcemap: "external",
    plugins: [
      ownFolder(source, (path) => ({
        errors: [{ text: refuse(path), detail: because("file_foreign_import", { path }) }],
      })),
    ],
  });
  return { code: textOf(outputs, ".js"), map: textOf(outputs, ".map") };
}

/** A task's script as one ESM file: own code inside, packages left to Node, lines found again by its source map. */
export async function compileTask(source: Source, outfile: string): Promise<string> {
  const outputs = await run(source, {
    outfile,
    format: "esm",
    platform: "node",
    sourcemap: "inline",
    sourcesContent: false,
    plugins: [ownFolder(source, (path) => ({ path, external: true }))],
  });
  const code = textOf(outputs, ".mjs");
  return code.includes("Dynamic require of") ? REQUIRE + code : code;
}

/**
 * Own CommonJS files may still say require("fs"). Only then: an author's own `require` would clash with this one. It
 * shares the first line, so that the source map stays true.
 */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url); ';

async function run(source: Source, options: BuildOptions): Promise<OutputFile[]> {
  try {
    const { outputFiles = [] } = await build({
      outfile: "out.js",
      ...options,
      entryPoints: [join(source.folder, source.file)],
      absWorkingDir: source.folder,
      bundle: true,
      write: false,
      target: "node20",
      charset: "utf8",
      logLevel: "silent",
      // A tsconfig.json above the folder is not ours to follow.
      tsconfigRaw: "{}",
    });
    return outputFiles;
  } catch (error) {
    if (isBuildFailure(error)) throw problemOf(error, source);
    // esbuild's helper process may have been killed; the next call starts another.
    await stop();
    throw error;
  }
}

type Foreign = ReturnType<Parameters<Parameters<Plugin["setup"]>[0]["onResolve"]>[1]>;

function ownFolder({ folder, shown }: Source, foreign: (path: string) => Awaited<Foreign>): Plugin {
  const ours = Symbol("resolved here");
  return {
    name: "own-folder",
    setup(hooks) {
      hooks.onResolve(
        { filter: /.*/ },
        async ({ path, kind, importer, resolveDir, pluginData, namespace }) => {
          if (pluginData === ours) return undefined;
          if (isSdkName(path)) return { path, namespace: "gwanje" };
          if (namespace === "gwanje") return { path, external: true };
          if (kind !== "entry-point" && !/^\.{1,2}(\/|$)/.test(path))
            return path.startsWith("/") ? outside(path) : foreign(path);
          if (kind !== "entry-point" && shown === null) return outside(path);
          const found = await hooks.resolve(path, { kind, importer, resolveDir, pluginData: ours });
          if (found.errors.length > 0) return { errors: found.errors };
          return isInside(await realpath(folder), await realpath(found.path))
            ? { path: found.path }
            : outside(path);
        },
      );
      hooks.onLoad({ filter: /.*/, namespace: "gwanje" }, async ({ path }) => ({
        contents: isSdkName(path) ? await sdkSource(path) : "",
        loader: "js",
      }));
    },
  };
}

function outside(path: string): Awaited<Foreign> {
  return {
    errors: [
      {
        text: `imports ${JSON.stringify(path)}, which is outside of the pipeline's folder (a pipeline with other files lives in pipelines/<name>/)`,
        detail: because("file_outside_import", { path }),
      },
    ],
  };
}

function problemOf(error: BuildFailure, { shown }: Source): FileProblem {
  const [first, ...more] = error.errors;
  const said = first?.text ?? "cannot be compiled";
  const message = `${said}${more.length > 0 ? ` (and ${more.length} more)` : ""}`;
  // What our own plugin refuses comes back with the reason that it gave.
  const reason = isReason(first?.detail) ? first.detail : because("file_syntax", { said });
  const at = first?.location;
  const place = at
    ? { file: shown === null ? at.file : `${shown}/${at.file}`, line: at.line, column: at.column + 1 }
    : {};
  return new FileProblem(message, reason, place, more.length);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return (
    error instanceof Error && "errors" in error && Array.isArray(error.errors) && error.errors.length > 0
  );
}

function textOf(outputs: readonly OutputFile[], ending: string): string {
  const found = outputs.find((output) => output.path.endsWith(ending));
  if (!found)
    throw new Error(
      `esbuild made no ${ending} among ${outputs.map((o) => relative(dirname(o.path), o.path))}`,
    );
  return found.text;
}
