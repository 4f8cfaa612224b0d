/**
 * The page of a commit at its host, where the repository's address is one of the web; null otherwise. A client may have
 * written anything there, so only http and https become a link, without a password that the address may hold.
 */
export function commitHref(repository: string | undefined, commit: string | undefined): string | null {
  if (!repository || !commit || !/^[0-9a-f]{7,64}$/i.test(commit)) return null;
  const address = URL.canParse(repository) ? new URL(repository) : null;
  if (!address || !/^https?:$/.test(address.protocol) || address.hostname === "") return null;
  const path = address.pathname.replace(/\/+$/, "").replace(/\.git$/, "");
  // GitLab and Bitbucket have words of their own.
  const word = /gitlab/i.test(address.hostname)
    ? "-/commit"
    : /bitbucket/i.test(address.hostname)
      ? "commits"
      : "commit";
  return path === "" ? null : `${address.protocol}//${address.host}${path}/${word}/${commit}`;
}
