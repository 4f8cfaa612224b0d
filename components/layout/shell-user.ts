/** Who is signed in, as the shell shows it. */
export type ShellUser = { id: string; name: string; email: string; role: "viewer" | "editor" | "admin" };
