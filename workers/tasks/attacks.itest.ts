import { once } from "node:events";
import { closeSync, constants, existsSync, openSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { newId } from "@/lib/platform/ids";
import type { IsolationLevel } from "@/lib/platform/isolation";
import { triggerRun } from "@/lib/runs";
import { tick } from "@/lib/scheduler";
import { createVariable } from "@/lib/settings";
import { listWorkers } from "@/lib/tasks";
import { testStores, waitFor } from "@/lib/testing";
import { makePipe } from "./pipe-for-tests";
import { testWorker } from "./testing";

/** Attacks of tasks on each other and on the machine, at both levels of isolation. */
const asRoot = process.getuid?.() === 0;
const SECRET = "var-Secret-Zx-55001";

/** A daemon that keeps changing its pid faster than /proc can be read: each copy forks the next and exits. */
const HOPPER = `
import ctypes, mmap, os
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
# clone(CLONE_VM | CLONE_PARENT) until we are the copy; the one before ends.
code.write(bytes.fromhex("b838000000bf0081000031f631d24d31d24d31c00f0585c074e6b83c00000031ff0f05"))
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.dup2(os.open("/dev/null", os.O_RDWR), 1); os.dup2(1, 2)
        ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    os._exit(0)
`;

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
}

describe.runIf(asRoot).each<IsolationLevel>(["isolated", "separate-user"])("%s:", (level) => {
  const stores = testStores();
  const { ctx, state, runTask, start, ended, linesOf } = testWorker(stores, {
    concurrency: 4,
    isolation: { most: level, demanded: level },
  });
  const isWalled = level === "isolated";
  const bash = (script: string, more: object = {}) =>
    runTask({ kind: "bash", command: ["bash", "-c", script], ...more });
  const python = (script: string, ...args: string[]) =>
    runTask({ kind: "bash", command: ["python3", "-c", script, ...args] });
  const pythonTask = (task_id: string, script: string, ...args: string[]) => ({
    task_id,
    kind: "bash",
    command: ["python3", "-c", script, ...args],
  });

  test.runIf(process.arch === "x64")(
    "a daemon that changes its number all the time ends with its attempt",
    async () => {
      for (let round = 0; round < 3; round++) {
        const alive = makePipe(join(state.shared, newId("evt")));
        // The daemon is its reader, so there is none when all of it was killed.
        const { attempt } = await python(
          `import os, sys\nos.set_inheritable(os.open(sys.argv[1], os.O_RDONLY | os.O_NONBLOCK), True)\n${HOPPER}`,
          alive,
        );
        // The kernel's limit of processes may be reached first.
        expect([null, "too_many_processes"]).toContain(attempt.error_code);
        expect(() => openSync(alive, constants.O_WRONLY | constants.O_NONBLOCK)).toThrow(/ENXIO/);
      }
    },
  );

  test("the worker says how far it keeps its tasks apart", async () => {
    const { data } = await listWorkers(ctx(), {});
    expect(data.map(({ isolation }) => isolation)).toContain(level);
  });

  test("a pipe that a task has handed to another reads and writes nothing of the next one's log", async () => {
    await createVariable(ctx(), { key: `KEY_${level.replace("-", "_")}`, value: SECRET });
    const meet = join(state.shared, newId("evt"));
    const spy = pythonTask(
      "spy",
      `
import os, socket, sys, time
meet = sys.argv[1]
door = socket.socket(socket.AF_UNIX); door.bind(meet + ".sock"); os.chmod(meet + ".sock", 0o777); door.listen(); door.settimeout(60)
fds = socket.recv_fds(door.accept()[0], 1, 1)[1]; os.set_blocking(fds[0], False)
open(meet + ".has", "w").close(); heard = b""
while not os.path.exists(meet + ".over"):
    try: heard += os.read(fds[0], 65536)
    except OSError: time.sleep(0.01)
    try: os.write(fds[0], b"FORGED\\n")
    except OSError: pass
print("heard", b"victim" in heard)`,
      meet,
    );
    const giver = pythonTask(
      "giver",
      `
import os, socket, sys, time
while not os.path.exists(sys.argv[1] + ".sock"): time.sleep(0.02)
one = socket.socket(socket.AF_UNIX); one.connect(sys.argv[1] + ".sock")
socket.send_fds(one, [b"x"], [os.open("/proc/self/fd/1", os.O_RDWR)])
while not os.path.exists(sys.argv[1] + ".has"): time.sleep(0.02)`,
      meet,
    );
    const runId = await start(newId("evt"), [spy, giver]);
    await waitFor("the hand-over", () => existsSync(`${meet}.has`));
    const key = `KEY_${level.replace("-", "_")}`;
    const victim = await bash(`for i in $(seq 50); do echo "victim $i $${key}"; done`, { secrets: [key] });
    writeFileSync(`${meet}.over`, "");
    const lines = victim.log.split("\n");
    expect(lines).toEqual(Array.from({ length: 50 }, (_, at) => `victim ${at + 1} ***`));
    const { tasks } = await ended(runId);
    const said = tasks.find((task) => task.task_id === "spy")?.attempts.at(-1);
    const log = (await linesOf(said?.id ?? "")).map((line) => line.m);
    expect(log.join("\n")).toBe("heard False");
  });

  test("nothing of a task's environment reaches what is started for it with more rights", async () => {
    const { log } = await bash("exit 0", { env: { LD_PRELOAD: "/not-there.so", OPTIND: "none", PPID: "1" } });
    // The loader complains once for each program that has it: bash alone.
    expect(log.match(/cannot be preloaded/g)).toHaveLength(1);
  });

  test("a program of ours takes no environment of its author's, also from a version that was saved before", async () => {
    const dag_id = newId("evt");
    const task = { task_id: "a", kind: "http", url: "http://127.0.0.1:1/" };
    await savePipeline(ctx(), { dag_id, spec: { dag_id, tasks: [task] }, parent_id: null });
    const version = await stores.db.prisma.dagVersion.findFirstOrThrow({ where: { dagId: dag_id } });
    const env = { NODE_OPTIONS: "--import=data:text/javascript,console.log(%22stolen%22)" };
    const spec = Object(version.spec);
    await stores.db.prisma.dagVersion.update({
      where: { id: version.id },
      data: { spec: { ...spec, tasks: spec.tasks.map((one: object) => ({ ...one, env })) } },
    });
    const { id } = await triggerRun(ctx(), { dag_id });
    await tick(stores, state.queue, new Date());
    const attempt = (await ended(id)).tasks[0]?.attempts.at(-1);
    expect(attempt?.error_code).toBe("forbidden_address");
    expect((await linesOf(attempt?.id ?? "")).map((line) => line.m).join()).not.toContain("stolen");
  });

  test("what a task leaves outside of its folder is gone before the next one", async () => {
    const mark = newId("evt");
    const { attempt } = await python(
      `import ctypes, os, sys
for place in ("/var/tmp", "/tmp", "/dev/shm"):
    os.umask(0o077); open(place + "/" + sys.argv[1], "w").write("mine")
print(ctypes.CDLL(None).shmget(0x6777a, 4096, 0o1600))`,
      mark,
    );
    expect(attempt.state).toBe("success");
    for (const place of ["/var/tmp", "/tmp", "/dev/shm"])
      await waitFor(`the end of what lay in ${place}`, () => !existsSync(join(place, mark)));
    const { log } = await python(
      `import ctypes, os, sys
found = [place for place in ("/var/tmp", "/tmp", "/dev/shm") if os.path.exists(place + "/" + sys.argv[1])]
print(found, ctypes.CDLL(None).shmget(0x6777a, 4096, 0o600))`,
      mark,
    );
    expect(log).toBe("[] -1");
  });

  test.each<[string, string]>([
    ["shared pages", "m = mmap.mmap(-1, 900 << 20)\nfor at in range(0, 900 << 20, 4096): m[at] = 1"],
    ["a file without a name", "fd = os.memfd_create('x')\nfor _ in range(700): os.write(fd, bytes(1 << 20))"],
    [
      "/dev/shm",
      "f = open('/dev/shm/' + sys.argv[1], 'wb')\nfor _ in range(600): f.write(bytes(1 << 20)); f.flush()",
    ],
    [
      "private pages of many",
      "for _ in range(8):\n  if os.fork() == 0: break\nx = bytearray(os.urandom(1 << 20) * 60)",
    ],
  ])("memory in %s counts", async (_name, script) => {
    const mark = newId("evt");
    const { attempt } = await python(`import mmap, os, sys, time\n${script}\ntime.sleep(20)`, mark);
    // A folder in memory has a size limit, at which the task fails by itself.
    const isFull = attempt.error_code === "exit_code";
    if (!(isWalled && isFull)) expect(attempt).toMatchObject({ state: "failed", error_code: "oom" });
    await waitFor("the end of what was shared", () => !existsSync(`/dev/shm/${mark}`), 40_000);
  });

  test("disk space in a file that has no name any more counts", async () => {
    const { attempt } = await python(
      "import os, time\nf = open('x', 'wb'); os.unlink('x')\nfor _ in range(200): f.write(os.urandom(1 << 20)); f.flush()\ntime.sleep(20)",
    );
    expect(attempt).toMatchObject({ state: "failed", error_code: "disk_full" });
  });

  test("folders nested deeper than a path is long are removed", async () => {
    const { attempt, log } = await python(
      "import os\nprint(os.getcwd())\nfor _ in range(60): os.mkdir('d' * 200); os.chdir('d' * 200)",
    );
    // It counts as too much if it is measured in time.
    expect([null, "disk_full"]).toContain(attempt.error_code);
    const [dir = "/"] = log.split("\n");
    await waitFor("the folder's end", () => !existsSync(dir));
  });

  test("names that a task takes keep no other task from starting", async () => {
    const taken = join(state.shared, newId("evt"));
    const script = `
import os, resource, socket, sys, time
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
held = []
for uid in range(61200, 65200):
    s = socket.socket(socket.AF_UNIX)
    try: s.bind("\\0gwanje-task-user-%d" % uid); held.append(s)
    except OSError: break
open(sys.argv[1], "w").close()
while not os.path.exists(sys.argv[1] + ".over"): time.sleep(0.02)`;
    const runId = await start(newId("evt"), [pythonTask("a", script, taken)]);
    await waitFor("the names", () => existsSync(taken));
    for (let round = 0; round < 3; round++) expect((await bash("exit 0")).attempt.state).toBe("success");
    writeFileSync(`${taken}.over`, "");
    await ended(runId);
  });

  test("a task has no open file but its three", async () => {
    const leaked = openSync("/dev/null", "r");
    const { log } = await bash("ls /proc/self/fd | sort -n | tr '\\n' ' '");
    closeSync(leaked);
    // The fourth is the folder that ls reads.
    expect(log.trim()).toBe("0 1 2 3");
  });

  const hasNetwork = isWalled && existsSync("/usr/sbin/nft");
  test.runIf(hasNetwork)("of this machine a task reaches the data plane and nothing else", async () => {
    const { port: database } = new URL(stores.env.DATABASE_URL);
    const { port: redis } = new URL(stores.env.REDIS_URL);
    const { port: bucket } = new URL(stores.env.S3_ENDPOINT);
    const own = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []);
    const { log } = await python(
      `
import os, socket, sys, urllib.parse
plane = urllib.parse.urlparse(os.environ["GWANJE_URL"])
def reaches(host, port):
    try: socket.create_connection((host, port), 1).close(); return True
    except OSError: return False
print("plane", reaches(plane.hostname, plane.port))
for port in map(int, filter(None, sys.argv[1].split(","))):
    for host in [plane.hostname, *sys.argv[2].split(",")]:
        if reaches(host, port): print("reached", host, port)`,
      [database, redis, bucket, new URL(state.served.url).port].join(","),
      own.filter(isIPv4).join(","),
    );
    const plane = new RegExp(`^reached \\S+ ${new URL(state.served.url).port}$`);
    const [first, ...others] = log.split("\n");
    expect(first).toBe("plane True");
    // An address of another worker's network may have left this machine before the task came to it.
    const still = Object.values(networkInterfaces()).flatMap(
      (all) => all?.map(({ address }) => address) ?? [],
    );
    const here = others.filter((line) => still.some((address) => line.includes(` ${address} `)));
    expect(here.filter((line) => !plane.test(line))).toEqual([]);
    expect(new Set(here).size).toBe(1);
  });

  test.runIf(hasNetwork)(
    "what listens on every address of the machine is not reached by IPv6 either",
    async () => {
      const server = createServer((socket) => socket.destroy()).listen(0, "::");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const { log } = await python(
        `
import socket, sys
# The machine's end of the cable has the address that its hardware address gives.
gateway = socket.inet_ntoa(bytes.fromhex([line.split()[2] for line in open("/proc/net/route") if line.split()[1] == "00000000"][0])[::-1])
try: socket.create_connection((gateway, 9), 1)
except OSError: pass
mac = bytes.fromhex([line.split()[3] for line in open("/proc/net/arp") if line.startswith(gateway + " ")][0].replace(":", ""))
tail = bytes([mac[0] ^ 2]) + mac[1:3] + b"\\xff\\xfe" + mac[3:]
address = socket.inet_ntop(socket.AF_INET6, b"\\xfe\\x80" + bytes(6) + tail)
try: socket.create_connection((address + "%eth0", int(sys.argv[1])), 3); print("reached")
except OSError: print("not reached")`,
        String(port),
      );
      server.close();
      expect(log.trim()).toBe("not reached");
    },
  );

  test.runIf(hasNetwork)("what a task listens on is nowhere on the machine", async () => {
    const meet = join(state.shared, newId("evt"));
    const script = `
import os, socket, sys, time
door = socket.create_server(("0.0.0.0", 18080))
open(sys.argv[1], "w").close()
while not os.path.exists(sys.argv[1] + ".over"): time.sleep(0.02)`;
    const runId = await start(newId("evt"), [pythonTask("a", script, meet)]);
    await waitFor("the listener", () => existsSync(meet));
    const own = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []);
    for (const host of own.filter(isIPv4)) expect(await connects(host, 18080), host).toBe(false);
    writeFileSync(`${meet}.over`, "");
    expect((await ended(runId)).state).toBe("success");
  });

  test.runIf(isWalled)(
    "a task sees its own processes only, and of the machine's folders what is the system's",
    async () => {
      const { log } = await bash(`
      echo processes: $(ls /proc | grep -c '^[0-9]'); ls ${state.home}; ls /home /srv /etc/shadow /run/gwanje
      touch /x; touch /etc/x; touch /usr/x; exit 0`);
      expect(Number(/^processes: (\d+)$/m.exec(log)?.[1])).toBeLessThanOrEqual(6);
      expect(log.match(/no such file/gi)).toHaveLength(5);
      expect(log.match(/read-only|permission denied/gi)).toHaveLength(3);
    },
  );
});
