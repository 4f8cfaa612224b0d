"use client";
// The same page inside the shell: one broken area leaves the others reachable.
export { default } from "../error";
