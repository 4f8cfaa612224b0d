/**
 * Script for a shell that runs as the task's user: folder, environment, command. So nothing that root starts has the
 * environment, and it is neither on a command line nor on the disk.
 */
export function environmentScript(dir: string, env: NodeJS.ProcessEnv): string {
  const set = Object.entries(env).flatMap(([name, value]) =>
    // A shell may refuse its own special names; the others are set all the same.
    value === undefined ? [] : [`command export ${name}=${quoted(value)} 2>/dev/null`],
  );
  return [`cd ${quoted(dir)} || exit 1`, "unset PWD OLDPWD SHLVL _", ...set, 'exec "$@" </dev/null', ""].join(
    "\n",
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
