const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ID = /^pred_([0-7][0-9A-HJKMNP-TV-Z]{9})[0-9A-HJKMNP-TV-Z]{16}$/;

/** When a prediction was asked for: its id begins with it. Null for what is no id of a prediction. */
export function timeOfPrediction(id: string): Date | null {
  const time = ID.exec(id)?.[1];
  if (time === undefined) return null;
  const at = new Date([...time].reduce((sum, char) => sum * 32 + CROCKFORD.indexOf(char), 0));
  return at.getUTCFullYear() <= 9999 ? at : null;
}

/** The smallest id of this time, or a greater one than all before it. */
export function firstIdAt(at: Date): string {
  let [time, rest] = ["", at.getTime()];
  for (let digit = 0; digit < 10; digit++) {
    time = CROCKFORD.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  return `pred_${time}${"0".repeat(16)}`;
}
