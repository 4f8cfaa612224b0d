/** S3 takes at most 10,000 parts, so that 8 MiB a part allow an object of 78 GiB. */
const PART_BYTES = 8 * 1024 * 1024;
/** All uploads of a process together hold no more than this, however many there are. */
const BUFFERS = 4;

export type PartBuffers = {
  /** A buffer of PART_BYTES, as soon as one is free; first come, first served. Give it back. */
  take(): Promise<Buffer>;
  give(buffer: Buffer): void;
};

/**
 * Memory for the parts of uploads, used again and again: parts that were garbage instead would be collected later than
 * they come. An upload waits here, and with it its client, when all are in use.
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
