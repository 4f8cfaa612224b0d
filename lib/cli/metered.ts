type Opened = { body: ReadableStream<Uint8Array>; size: number | null };

/** The same bytes, counted as they go. Those of a try that is begun anew are taken back. */
export function metered(open: () => Promise<Opened>, count: (bytes: number) => void): () => Promise<Opened> {
  let counted = 0;
  return async () => {
    count(-counted);
    counted = 0;
    const { body, size } = await open();
    const meter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        counted += chunk.length;
        count(chunk.length);
        controller.enqueue(chunk);
      },
    });
    return { body: body.pipeThrough(meter), size };
  };
}
