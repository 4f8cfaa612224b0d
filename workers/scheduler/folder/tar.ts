import { pack } from "tar-stream";

export type TarFile = { path: string; bytes: Uint8Array; isExecutable: boolean };

const EXECUTABLE = 0o755;
const PLAIN = 0o644;

/** The same files make the same bytes: sorted by path, without times, owners or other traces of a machine. */
export async function packTar(files: readonly TarFile[]): Promise<Buffer> {
  const tar = pack();
  const parts: Buffer[] = [];
  tar.on("data", (part) => {
    if (part instanceof Uint8Array) parts.push(Buffer.from(part));
  });
  const ended = new Promise<void>((resolve, reject) => tar.once("end", resolve).once("error", reject));
  for (const { path, bytes, isExecutable } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const mode = isExecutable ? EXECUTABLE : PLAIN;
    tar.entry(
      { name: path, size: bytes.byteLength, mode, mtime: new Date(0), uid: 0, gid: 0 },
      Buffer.from(bytes),
    );
  }
  tar.finalize();
  await ended;
  return Buffer.concat(parts);
}
