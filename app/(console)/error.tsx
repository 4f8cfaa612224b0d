"use client";
// The error page inside the shell, so the other areas stay reachable.
export { default } from "../error";
