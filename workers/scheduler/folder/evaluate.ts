import { spawn } from "node:child_process";
import { SourceMap } from "node:module";
import { childEnv } from "@/lib/platform/env";
import { InvalidError } from "@/lib/platform/errors";
import { parseExactJson } from "@/lib/platform/exact-json";
import { because, type Reason } from "@/lib/platform/reasons";
import { confinement } from "./confine";
import { FileProblem } from "./file-problem";
import { harness } from "./harness";

/** Wall clock: on a loaded machine a process may need seconds to begin; the CPU limit is the stricter one. */
const TIME_LIMIT_MS = 10_000;
const HEAP_MB = 256;
/** A spec may have 1 MiB; what is far over it is not even read. */
const MOST_OUTPUT_BYTES = 4 * 1024 * 1024;

const PERMISSIONS = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";
const NODE_FLAGS = [
  PERMISSIONS,
  "--disallow-code-generation-from-strings",
  "--no-warnings",
  `--max-old-space-size=${HEAP_MB}`,
];

/** In the realm of the file itself, so that the process around it sees one string and never an object of the author's. */
const BEFORE =
  "(() => { const __json = JSON.stringify, __text = String, __finite = Number.isFinite, __Error = Error; try { const __exports = (() => {\n";
const AFTER = `
return __pipeline; })();
const spec = __exports?.default;
const exactly = (key, value) => {
if (typeof value === "number" && !__finite(value)) throw new __Error(key + " is " + value + ", which JSON cannot hold");
return value;
};
return __json({ value: { spec, promise: typeof spec?.then === "function" } }, exactly);
} catch (error) {
const of = (name) => { try { return __text(error[name]); } catch { return ""; } };
const message = error !== null && typeof error === "object" ? of("message") : __text(error);
return __json({ error: { message, name: of("name"), stack: of("stack") } });
} })()`;

type Answer = {
  value?: { spec?: unknown; promise?: boolean };
  error?: { message: string; name: string; stack: string };
};

/** Runs a compiled pipeline file once, in a process that can reach nothing, and answers with what it exports by default. */
export async function evaluate({ code, map }: { code: string; map: string }): Promise<unknown> {
  const { value, error } = answerOf(await runConfined(BEFORE + code + AFTER));
  if (error) throw thrown(error, map);
  if (value?.promise)
    throw new FileProblem(
      "the file exports a promise. Export the pipeline itself: nothing is awaited.",
      because("file_promise"),
    );
  if (value?.spec === undefined || value.spec === null)
    throw new FileProblem(
      "the file exports no pipeline. Write: export default defineDag({ ... });",
      because("file_no_pipeline"),
    );
  return value.spec;
}

async function runConfined(script: string): Promise<string> {
  const [program = process.execPath, ...args] = [
    ...(await confinement()),
    process.execPath,
    ...NODE_FLAGS,
    "--eval",
    `(${harness})()`,
  ];
  const child = spawn(program, args, { env: childEnv({}), cwd: "/", stdio: ["pipe", "pipe", "pipe"] });
  const output: Buffer[] = [];
  let outputBytes = 0;
  let complaint = "";
  let ended: "late" | "long" | null = null;
  const end = (why: "late" | "long") => {
    ended ??= why;
    child.kill("SIGKILL");
  };
  const limit = setTimeout(() => end("late"), TIME_LIMIT_MS);
  child.stdout.on("data", (part: Buffer) => {
    outputBytes += part.length;
    if (outputBytes > MOST_OUTPUT_BYTES) end("long");
    else output.push(part);
  });
  child.stderr.on("data", (part: Buffer) => {
    if (complaint.length < 4_000) complaint += part.toString("utf8");
  });
  // A process that has ended closes its end first; how it ended says more than a broken pipe.
  child.stdin.on("error", () => {});
  child.stdin.end(script);
  const { exitCode, signal } = await new Promise<{ exitCode: number | null; signal: string | null }>(
    (resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode, signal) => resolve({ exitCode, signal }));
    },
  ).finally(() => clearTimeout(limit));
  if (exitCode === 0) return Buffer.concat(output).toString("utf8");
  throw problemOf(ended, signal, complaint);
}

function problemOf(ended: "late" | "long" | null, signal: string | null, complaint: string): FileProblem {
  if (ended === "long")
    return new FileProblem(
      `the exported pipeline has more than ${MOST_OUTPUT_BYTES} bytes`,
      because("too_large", { unit: "bytes", maximum: MOST_OUTPUT_BYTES }),
    );
  if (ended === "late" || signal === "SIGKILL" || signal === "SIGXCPU")
    return new FileProblem(
      "the file did not come to an end within the time limit: is there an endless loop?",
      because("file_endless"),
    );
  if (/out of memory/i.test(complaint))
    return new FileProblem(
      `the file needs more than ${HEAP_MB} MB of memory`,
      because("file_memory", { megabytes: HEAP_MB }),
    );
  const lines = complaint.split("\n");
  const said = (lines.find((line) => /Error/.test(line)) ?? lines[0] ?? "").trim();
  return new FileProblem(
    `the file could not be evaluated${said ? `: ${said}` : ""}`,
    said ? because("file_not_evaluated", { said }) : because("file_gave_nothing"),
  );
}

/** What runConfined read was written by `AFTER`, unless the author's code got in between; then the shape is wrong. */
function answerOf(text: string): Answer {
  try {
    const parsed = parseExactJson(text);
    if (typeof parsed === "object" && parsed !== null) return parsed as Answer;
  } catch (error) {
    if (error instanceof InvalidError) throw tooLargeNumber(error);
  }
  throw new FileProblem(
    "the file could not be evaluated: it gave back nothing that can be read",
    because("file_gave_nothing"),
  );
}

const SPEC = "/value/spec";

/** JavaScript has changed the number when it read the file: what is left of it is another one. */
function tooLargeNumber({ extra }: InvalidError): FileProblem {
  const pointer = extra.errors?.[0]?.pointer ?? "";
  const field = pointer.startsWith(SPEC) ? pointer.slice(SPEC.length) : undefined;
  const name = field?.slice(1).replaceAll("/", ".") || "the exported value";
  return new FileProblem(
    `${name} is a number too large to be kept exactly. Write it as text, in quotes.`,
    because("number_too_large"),
    { field },
  );
}

const NODE_NAMES =
  /^(process|require|module|exports|Buffer|fetch|console|setTimeout|setInterval|setImmediate|queueMicrotask|__dirname|__filename|global|window|URL|crypto) is not defined$/;

function thrown(
  { message, name, stack }: { message: string; name: string; stack: string },
  map: string,
): FileProblem {
  const said = `${/^\w*Error$/.test(name) ? `${name}: ` : ""}${message.slice(0, 1_000)}`;
  const [hint, reason]: [string, Reason] = NODE_NAMES.test(message)
    ? [
        ". A pipeline file only describes: it has no process, files or network. Do that in a task.",
        because("file_only_describes", { said }),
      ]
    : ["", because("file_threw", { said })];
  return new FileProblem(`${said}${hint}`, reason, originOf(stack, map));
}

function originOf(stack: string, map: string): { line?: number; column?: number } {
  for (const [, line, column] of stack.matchAll(/pipeline\.js:(\d+):(\d+)/g)) {
    const found = new SourceMap(JSON.parse(map)).findEntry(Number(line) - 1, Number(column) - 1);
    // Lines of our own SDK say nothing to the author: the next frame is theirs.
    if (!("originalSource" in found) || /^gwanje:/.test(found.originalSource ?? "")) continue;
    return { line: found.originalLine + 1, column: found.originalColumn + 1 };
  }
  return {};
}
