/**
 * The whole program of the process that evaluates a pipeline file: it reads a script from standard input, runs it in
 * an empty realm and prints the string that it gives back. It is passed to Node as text, so it uses nothing of this
 * module. Walls, from the inside out: the realm holds the language and nothing of Node (no process, require, fetch or
 * timers), and no object of the outer realm to climb out by; neither realm makes code from strings; the outer one has
 * lost its doors to built-in modules; Node's permission model refuses files, processes and workers; the environment is
 * empty; and the parent adds limits of CPU, memory and time, and takes the network away (confine.ts).
 */
export function harness(): void {
  // Not require(): a bundler would put a function of its own in its place.
  const fs = process.getBuiltinModule("node:fs");
  const vm = process.getBuiltinModule("node:vm");
  const code = fs.readFileSync(0, "utf8");
  for (const door of ["binding", "_linkedBinding", "dlopen", "getBuiltinModule", "kill", "mainModule"])
    Reflect.deleteProperty(process, door);
  const realm = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  // The script's first line is ours (evaluate.ts): the author's code starts at line 1.
  const given: unknown = vm.runInContext(code, realm, { filename: "pipeline.js", lineOffset: -1 });
  const bytes = Buffer.from(typeof given === "string" ? given : "");
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(1, bytes, at);
  // Promises the author left behind get no turn.
  process.reallyExit(0);
}

declare global {
  namespace NodeJS {
    interface Process {
      /** Exits without another turn of any queue. */
      reallyExit(code: number): never;
    }
  }
}
