import { spawn } from "node:child_process";
import { childEnv, searchPath } from "@/lib/platform/env";

/**
 * A shell that outlives this worker by a moment. Its stdin is a pipe that only we hold: however we die, the kernel closes
 * it, and the shell ends every task of ours, also what has left its process group, and removes their folders.
 *
 * Lines it reads: `u UID` a user our tasks run as; `k UID` end everything of that user now; `g GROUP` and `d GROUP` a
 * process group begins and is done with. A user's processes are ended by that user itself, which nothing can outrun.
 */
const SCRIPT = `
end_user() { setpriv --reuid "$1" --regid "$1" --clear-groups -- sh -c 'kill -9 -1' 2>/dev/null; }
users=; groups=' '
while read -r word id; do
  case $word in
    u) users="$users $id" ;;
    k) end_user "$id" ;;
    g) groups="$groups$id " ;;
    d) case $groups in *" $id "*) groups="\${groups%% $id *} \${groups#* $id }" ;; esac ;;
  esac
done
for again in 1 2; do
  for id in $users; do end_user "$id"; done
  for id in $groups; do kill -9 "-$id" 2>/dev/null; done
  for file in $(grep -lszxF -e "$1" /proc/[0-9]*/environ 2>/dev/null); do
    id=\${file#/proc/}; id=\${id%/environ}
    [ "$id" = "$$" ] || kill -9 "$id" 2>/dev/null
  done
done
rm -rf "$2"
`;

export type Watchdog = { say(line: string): void; close(): void };

/** `cookie` is an entry of the environment that every task carries, `dir` the folder that holds theirs. */
export function startWatchdog(cookie: string, dir: string, onError: (error: Error) => void): Watchdog {
  const shell = spawn("sh", ["-c", SCRIPT, "gwanje-watchdog", cookie, dir], {
    // Away from our group and terminal: what ends us must not reach it.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: childEnv({ PATH: searchPath() }),
    cwd: "/",
  });
  shell.on("error", onError);
  shell.stdin.on("error", onError);
  shell.unref();
  return {
    say: (line) => void shell.stdin.write(`${line}\n`),
    close: () => void shell.stdin.end(),
  };
}
