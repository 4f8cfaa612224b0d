import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Signature } from "@/lib/experiments";
import { childEnv, searchPath } from "@/lib/platform/env";
import { MODEL } from "../../values";
import type { ModelPorts, Run, RunResult } from "../messages";
import { ModelGone, ModelRefused } from "../model-process";
import { emptyData, type Port, sizeOf } from "../tensor";
import { type Answer, Answers, frameOf, type GivenAs } from "./frames";
import { portsOfAnswer, pythonInputs, UNKNOWN_OUTPUT } from "./ports";
import { PYTHON_SERVER } from "./server";
import { wallsFor } from "./walls";

const KIB = 1024;

/**
 * A process of a team's own Python that holds one model of Python code, behind walls. It takes one question at a time, and is killed
 * with all that it started when one takes as long as its deadline.
 */
export class PythonProcess {
  #isGone = false;
  #why: ModelGone["why"] = "ended";
  readonly #answers: Answers;

  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
    readonly form: GivenAs,
    readonly inputs: readonly Port[],
    answers: Answers,
  ) {
    this.#answers = answers;
    child.on("error", () => this.#end("ended"));
    child.on("exit", () => this.#end("ended"));
    child.stdin?.on("error", () => {});
    child.unref();
  }

  /** `fetch` writes the model's files into the folder that it gets. Throws ModelRefused and ModelGone. */
  static async start<F extends { signature: Signature | null }>(
    python: string,
    fetch: (folder: string) => Promise<F>,
    {
      memoryBytes = MODEL.memoryBytes,
      loadMs = MODEL.loadMs,
    }: { memoryBytes?: number; loadMs?: number } = {},
  ): Promise<{ process: PythonProcess; ports: ModelPorts; fetched: F }> {
    const folder = await mkdtemp(join(tmpdir(), "gwanje-model-"));
    try {
      const fetched = await fetch(folder);
      const taken = pythonInputs(fetched.signature);
      if ("why" in taken) throw new ModelRefused(taken.why);
      const limited = `ulimit -d ${Math.floor(memoryBytes / KIB)}; exec "$0" "$@"`;
      const words = [...(await wallsFor(python, folder)), python, "-I", "-c", PYTHON_SERVER, folder];
      const child = spawn("/bin/sh", ["-c", limited, ...words], {
        cwd: "/",
        env: childEnv({ PATH: searchPath() }),
        stdio: ["pipe", "pipe", "ignore"],
        detached: true,
      });
      const process = new PythonProcess(child, folder, taken.form, taken.inputs, new Answers(child.stdout));
      return { process, ports: await process.#load(loadMs), fetched };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  kill(): void {
    this.#end("ended");
  }

  /** Throws ModelGone. */
  async run(runs: readonly Run[], deadlineMs: number): Promise<readonly RunResult[]> {
    return this.#within(deadlineMs, async () => {
      const results: RunResult[] = [];
      for (const run of runs) results.push(await this.#ran(run));
      return results;
    });
  }

  /** What it gives is seen by a row of zeros, which some models refuse. */
  async #load(loadMs: number): Promise<ModelPorts> {
    return this.#within(loadMs, async () => {
      const said = await this.#answers.next(MODEL.outputValues);
      if ("refused" in said) throw new ModelRefused(`is not loaded by Python: ${said.refused}`);
      const feeds = this.inputs.map((port) => {
        const dims = port.dims.map((dim) => Math.max(dim, 1));
        return { name: port.name, type: port.type, dims, data: emptyData(port.type, sizeOf(dims)) };
      });
      const first = await this.#asked({ feeds, outputs: [] });
      const outputs = "outputs" in first ? portsOfAnswer(first.outputs) : [UNKNOWN_OUTPUT];
      return { inputs: [...this.inputs], outputs, leftOut: [] };
    });
  }

  async #ran(run: Run): Promise<RunResult> {
    const said = await this.#asked(run);
    if ("failed" in said) return said;
    if (!("outputs" in said)) throw new ModelGone("ended");
    const wanted = said.outputs.filter(({ name }) => run.outputs.includes(name));
    return { outputs: wanted.length > 0 ? wanted : said.outputs };
  }

  async #asked({ feeds }: Run): Promise<Answer> {
    for (const part of frameOf(this.form, feeds)) this.child.stdin?.write(part);
    return this.#answers.next(MODEL.outputValues);
  }

  async #within<R>(deadlineMs: number, work: () => Promise<R>): Promise<R> {
    if (this.#isGone) throw new ModelGone("ended");
    const late = setTimeout(() => this.#end("deadline"), deadlineMs);
    try {
      return await work();
    } catch (error) {
      if (error instanceof ModelRefused) throw error;
      this.#end("ended");
      throw new ModelGone(this.#why);
    } finally {
      clearTimeout(late);
    }
  }

  /** SIGKILL to all of its group; the walls end with their first process. */
  #end(why: ModelGone["why"]): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#why = why;
    this.child.kill("SIGKILL");
    this.child.stdout?.destroy();
    void rm(this.folder, { recursive: true, force: true }).catch(() => {});
  }
}
