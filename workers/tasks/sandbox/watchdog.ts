import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { childEnv, searchPath } from "@/lib/platform/env";
import { removalOf } from "./network";

/** Ids are locked in blocks of this size, enough for some fifty workers on a machine. */
export const BLOCK_IDS = 80;
/** Number of ids for all workers of a machine. */
const RANGE_IDS = 4_000;
/** One for the machine, owned by root: a task that could lock it would stop the tasks of others. */
const LOCKS = "/run/gwanje";

/**
 * A shell that outlives this worker by a moment. Only we hold the other end of its stdin, so the kernel closes it
 * however we die. The shell then kills all our tasks and removes their folders. It holds the locks of our user ids
 * until that is done.
 *
 * Lines of its input: `b` locks another block of ids and prints its number or `-`; `u UID` adds a user id of our tasks;
 * `n SLOT` the tasks' network; `c FOLDER` a cgroup's folder to remove; `g GROUP` and `d GROUP` begin and end a process
 * group. Processes of a user are killed as that user, which they cannot outrun.
 */
const SCRIPT = `
end_user() { setpriv --reuid "$1" --regid "$1" --clear-groups -- sh -c 'kill -9 -1' 2>/dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; }
lock_block() {
  [ "$fd" -le 9 ] && mkdir -p "$locks" && chmod 700 "$locks" || return 1
  block=0
  while [ "$block" -lt "$blocks" ]; do
    eval "exec $fd>>\\"\\$locks/ids-\\$block\\"" && flock -n "$fd" && { fd=$((fd+1)); return 0; }
    block=$((block+1))
  done
  return 1
}
cookie=$1 dir=$2 locks=$3 blocks=$4
users= groups=' ' folders= slot= fd=3
PATH=$PATH:/usr/sbin:/sbin
while read -r word id; do
  case $word in
    b) if lock_block; then echo "$block"; else echo -; fi ;;
    u) users="$users $id" ;;
    n) slot=$id ;;
    c) folders="$folders $id" ;;
    g) groups="$groups$id " ;;
    d) case $groups in *" $id "*) groups="\${groups%% $id *} \${groups#* $id }" ;; esac ;;
  esac
done
for again in 1 2; do
  for id in $users; do end_user "$id"; done
  for id in $groups; do kill -9 "-$id" 2>/dev/null; done
  for file in $(grep -lszxF -e "$cookie" /proc/[0-9]*/environ 2>/dev/null); do
    id=\${file#/proc/}; id=\${id%/environ}
    [ "$id" = "$$" ] || kill -9 "$id" 2>/dev/null
  done
done
if [ -n "$slot" ]; then
  ${removalOf("$slot")}
fi 2>/dev/null
for folder in $folders; do
  # What was ended a moment ago may not be gone yet.
  for again in 1 2 3 4 5; do
    [ -d "$folder" ] && { rmdir "$folder"/*/ "$folder" 2>/dev/null || sleep 0.2; }
  done
done
rm -rf "$dir"
`;

export type Watchdog = {
  say(line: string): void;
  /** Locks a block of ids and returns the first; null when none is free or the watchdog is gone. */
  lockBlock(): Promise<number | null>;
  close(): void;
};

/** `cookie` is the environment variable of every task; `dir` the folder with their folders. */
export function startWatchdog(cookie: string, dir: string, onError: (error: Error) => void): Watchdog {
  const blocks = String(RANGE_IDS / BLOCK_IDS);
  const shell = spawn("sh", ["-c", SCRIPT, "gwanje-watchdog", cookie, dir, LOCKS, blocks], {
    // Detached from our group and terminal, so that a signal to us does not reach it.
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
    env: childEnv({ PATH: searchPath() }),
    cwd: "/",
  });
  const asked: ((answer: string) => void)[] = [];
  let gone = false;
  const end = () => {
    gone = true;
    for (const tell of asked.splice(0)) tell("-");
  };
  createInterface({ input: shell.stdout }).on("line", (line) => asked.shift()?.(line));
  shell.on("error", onError).on("exit", end);
  shell.stdin.on("error", onError);
  shell.unref();
  const say = (line: string) => void shell.stdin.write(`${line}\n`);
  return {
    say,
    async lockBlock() {
      if (gone) return null;
      const answer = await new Promise<string>((tell) => {
        asked.push(tell);
        say("b");
      });
      return answer === "-" ? null : Number(answer) * BLOCK_IDS;
    },
    close: () => void shell.stdin.end(),
  };
}
