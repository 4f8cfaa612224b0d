import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnv } from "@/lib/platform/env";
import { MODEL } from "../values";
import type { ModelFormat, ModelPorts, Order, Report, Run, RunResult } from "./messages";
import { programText } from "./program";
import { packed, unpacked } from "./together";

const HEAP_MB = 512;
const KIB = 1024;

/** The process ended, or was ended because it missed its deadline. */
export class ModelGone extends Error {
  constructor(readonly why: "deadline" | "ended") {
    super(why === "deadline" ? "The model missed its deadline" : "The model's process ended");
  }
}
/** The model cannot be served; trying again changes nothing. */
export class ModelRefused extends Error {}

/** Of a file that was fetched: what it is, and how one that lies beside it is fetched too. */
export type FetchedFile = {
  format: ModelFormat;
  fetchBeside(name: string, file: string): Promise<void>;
};

type Waiting = { resolve(report: Report): void; reject(error: ModelGone): void };

/**
 * A process that holds one model: a folder of its own, empty once the file is read, an environment without anything, a limit of memory that the
 * kernel keeps, and a deadline for each order. It takes one order at a time.
 */
export class ModelProcess {
  #waiting: Waiting | undefined;
  #isGone = false;

  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
  ) {
    child.on("message", (report: Report) => this.#settle((waiting) => waiting.resolve(report)));
    child.on("error", () => this.#end("ended"));
    child.on("exit", () => this.#end("ended"));
    // A process that only serves models ends like any other.
    child.unref();
    child.channel?.unref();
  }

  static async start(memoryBytes: number = MODEL.memoryBytes): Promise<ModelProcess> {
    const folder = await mkdtemp(join(tmpdir(), "gwanje-model-"));
    // The shell sets the limit and becomes node. Private memory that is written to counts, code and reservations do not.
    const limited = `ulimit -d ${Math.floor(memoryBytes / KIB)}; exec "$0" "$@"`;
    const node = [process.execPath, `--max-old-space-size=${HEAP_MB}`, "-e", programText()];
    const settings = [join(process.cwd(), "package.json"), String(process.pid)];
    const child = spawn("/bin/sh", ["-c", limited, ...node, ...settings], {
      cwd: folder,
      env: childEnv({}),
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "advanced",
      // Ctrl-C is for its parent, which answers what is under way first.
      detached: true,
    });
    return new ModelProcess(child, folder);
  }

  /** `fetch` writes the model's file to the path that it gets. Throws ModelRefused and ModelGone. */
  async load<F extends FetchedFile>(
    fetch: (file: string) => Promise<F>,
    deadlineMs: number = MODEL.loadMs,
  ): Promise<{ ports: ModelPorts; fetched: F }> {
    const file = join(this.folder, "model");
    const fetched = await fetch(file);
    const order = { kind: "load", format: fetched.format, file, limits: MODEL } as const;
    let report = await this.#order({ ...order, beside: [] }, deadlineMs);
    if (report.kind === "wants") {
      const beside = report.names.map((name, at) => ({ name, file: join(this.folder, `beside-${at}`) }));
      for (const one of beside) await fetched.fetchBeside(one.name, one.file);
      report = await this.#order({ ...order, beside }, deadlineMs);
    }
    if (report.kind === "refused") throw new ModelRefused(report.said);
    if (report.kind !== "loaded") throw new ModelGone("ended");
    return { ports: report.ports, fetched };
  }

  /** Throws ModelGone. */
  async run(runs: readonly Run[], deadlineMs: number): Promise<readonly RunResult[]> {
    const { packets, places } = packed(runs);
    const report = await this.#order({ kind: "run", packets }, deadlineMs);
    if (report.kind !== "ran") throw new ModelGone("ended");
    const results: RunResult[] = [];
    for (const [at, result] of report.packets.entries())
      for (const [which, one] of unpacked(result, packets[at]?.rows).entries()) {
        const place = places[at]?.[which];
        if (place !== undefined) results[place] = one;
      }
    return results;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  kill(): void {
    this.#end("ended");
  }

  async #order(order: Order, deadlineMs: number): Promise<Report> {
    if (this.#isGone) throw new ModelGone("ended");
    // When this process itself stood still, the answer may have come meanwhile: it is read before the immediate.
    let last: NodeJS.Immediate | undefined;
    const late = setTimeout(() => {
      last = setImmediate(() => this.#end("deadline"));
    }, deadlineMs);
    try {
      return await new Promise<Report>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        // A process that has just ended says so by its exit.
        this.child.send(order, () => {});
      });
    } finally {
      clearTimeout(late);
      clearImmediate(last);
    }
  }

  #settle(how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) how(waiting);
  }

  /** SIGKILL: native code hears nothing else. */
  #end(why: ModelGone["why"]): void {
    if (!this.#isGone) {
      this.#isGone = true;
      this.child.kill("SIGKILL");
      void rm(this.folder, { recursive: true, force: true }).catch(() => {});
    }
    this.#settle((waiting) => waiting.reject(new ModelGone(why)));
  }
}
