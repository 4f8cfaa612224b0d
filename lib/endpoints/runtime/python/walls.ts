import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { childEnv, searchPath } from "@/lib/platform/env";

const run = promisify(execFile);
const ASKED_MS = 20_000;
const SYSTEM = ["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"];
/** Libraries of numbers take a thread for each core, and memory for each thread. */
const THREADS = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"];

/**
 * The words before the program of a model that is Python code: its own namespaces, no network, and of the machine the system's programs,
 * this Python and the model's folder, all of which it only reads. Nothing of this process's environment.
 */
export async function wallsFor(python: string, folder: string): Promise<string[]> {
  const own = [...(await prefixesOf(python)), folder];
  const read = (paths: readonly string[]) => paths.flatMap((path) => ["--ro-bind-try", path, path]);
  const installation = process.cwd();
  return [
    "bwrap",
    ...["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
    ...["--uid", "65534", "--gid", "65534"],
    ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...read(SYSTEM),
    // Our own files are none of the system's.
    ...(installation.startsWith("/usr/") ? ["--tmpfs", installation] : []),
    // Over what is empty, where they may lie.
    ...read(own),
    ...["--remount-ro", "/"],
    ...["--setenv", "HOME", "/tmp", "--setenv", "USER", "model", "--setenv", "PATH", "/usr/bin:/bin"],
    ...["--setenv", "MLFLOW_DISABLE_TELEMETRY", "true", "--setenv", "LC_ALL", "C.UTF-8"],
    ...THREADS.flatMap((name) => ["--setenv", name, "1"]),
    ...["--chdir", "/tmp", "--"],
  ];
}

/** The folders of a virtual environment and of the Python that it was made from. */
async function prefixesOf(python: string): Promise<string[]> {
  const said = "import sys; print(sys.prefix); print(sys.base_prefix)";
  const { stdout } = await run(python, ["-I", "-c", said], {
    cwd: "/",
    env: childEnv({ PATH: searchPath() }),
    timeout: ASKED_MS,
  });
  return [...new Set(stdout.trim().split("\n"))].filter((path) => path.startsWith("/") && path !== "/usr");
}
