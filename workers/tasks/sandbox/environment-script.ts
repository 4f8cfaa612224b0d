/**
 * What a shell reads that has already become the task's user: its folder, its environment, then its command. So nothing
 * that root starts has the environment, and it is neither on a command line nor on the disk.
 */
export function environmentScript(dir: string, env: NodeJS.ProcessEnv): string {
  const set = Object.entries(env).flatMap(([name, value]) =>
    // Names that mean something to the shell may be refused by it; the others are set all the same.
    value === undefined ? [] : [`command export ${name}=${quoted(value)} 2>/dev/null`],
  );
  return [`cd ${quoted(dir)} || exit 1`, "unset PWD OLDPWD SHLVL _", ...set, 'exec "$@" </dev/null', ""].join(
    "\n",
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
