import { InferenceSession, Tensor } from "onnxruntime-node";
import { INPUTS } from "./columns";
import { INPUT, PROBABILITIES } from "./onnx";

const CHUNK_ROWS = 4_096;

/** The probability of "late" for each row of INPUTS, by the runtime that serves the model. One thread: faster for small rows. */
export async function score(model: Uint8Array, values: Float32Array): Promise<Float64Array> {
  const columns = INPUTS.length;
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    enableCpuMemArena: false,
  });
  try {
    const rows = values.length / columns;
    const late = new Float64Array(rows);
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const to = Math.min(rows, from + CHUNK_ROWS);
      const part = values.subarray(from * columns, to * columns);
      const outputs = await session.run({ [INPUT]: new Tensor("float32", part, [to - from, columns]) }, [
        PROBABILITIES,
      ]);
      const pairs = outputs[PROBABILITIES]?.data;
      if (!(pairs instanceof Float32Array))
        throw new Error(`The model has no float output "${PROBABILITIES}".`);
      for (let row = from; row < to; row += 1) late[row] = pairs[(row - from) * 2 + 1] ?? Number.NaN;
    }
    return late;
  } finally {
    await session.release();
  }
}
