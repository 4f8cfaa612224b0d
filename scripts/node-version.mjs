// The versions of Node that everything here runs on, as package.json says; asked before anything else is loaded.
const OLDEST_MINOR = { 20: 19, 22: 12 };
const ANY_FROM = 24;

/** "22.12.0" runs, as does all from 24; the odd ones before it have ended. */
export function runsOn(version) {
  const [major, minor] = version.split(".").map(Number);
  return major >= ANY_FROM || minor >= (OLDEST_MINOR[major] ?? Number.POSITIVE_INFINITY);
}

export function refuseOldNode() {
  if (runsOn(process.versions.node)) return;
  console.error(`Gwanje needs Node 20.19, 22.12, 24 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
