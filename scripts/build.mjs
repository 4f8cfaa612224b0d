// npm run build: the same steps as npm start, without starting.
import { installIfStale } from "./dependencies.mjs";
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
const say = (line) => console.log(`gwanje  ${line}`);
try {
  installIfStale(process.cwd(), say);
  const { buildIfStale } = await import("./build-steps.mjs");
  const ran = await buildIfStale(process.cwd(), say);
  say(ran.length === 0 ? "the build is up to date" : `built: ${ran.join(", ")}`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
