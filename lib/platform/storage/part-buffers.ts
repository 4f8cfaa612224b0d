/** S3 takes at most 10,000 parts, so that 8 MiB a part allow an object of 78 GiB. */
const PART_BYTES = 8 * 1024 * 1024;
/** Limit for all uploads of a process together: one is filled while two are sent. A fourth costs memory and no time. */
const BUFFERS = 3;

export type PartBuffers = {
  /** Waits for a free buffer of PART_BYTES, in order of arrival. Return it after use. */
  take(): Promise<Buffer>;
  give(buffer: Buffer): void;
};

/**
 * Reused buffers for parts of uploads, because garbage would be collected more slowly than parts arrive. When all are
 * in use, an upload and its client wait here.
 */
export function createPartBuffers(count = BUFFERS, bytes = PART_BYTES): PartBuffers {
  const free: Buffer[] = [];
  const waiting: ((buffer: Buffer) => void)[] = [];
  let made = 0;
  return {
    async take() {
      const buffer = free.pop();
      if (buffer) return buffer;
      if (made >= count) return new Promise((resolve) => waiting.push(resolve));
      made += 1;
      return Buffer.allocUnsafeSlow(bytes);
    },
    give(buffer) {
      const next = waiting.shift();
      if (next) next(buffer);
      else free.push(buffer);
    },
  };
}
