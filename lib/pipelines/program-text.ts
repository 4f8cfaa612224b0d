/** Programs that take a program's text as an argument. */
const INTERPRETER = /(?:^|\/)(?:(?:ba|da|z|k|a)?sh|python[\d.]*|node|deno|bun|perl|ruby|php)$/;
/** `-c`, also among others (`-euxc`); `-e`, `-p` and `--eval` of node, perl and ruby. */
const TAKES_TEXT = /^(?:-[A-Za-z]*[cep]|--eval|--print)$/;
const PARAMETER = /\{\{\s*params\b/;

/**
 * Places of a command where a run's parameter would become code: the program itself, and the text that a shell or an
 * interpreter is told to run. Whoever starts a run chooses parameters, and does not choose what runs.
 */
export function parametersAsCode(command: readonly string[]): number[] {
  let interpreter = false;
  return command.flatMap((argument, at) => {
    const isText = interpreter && TAKES_TEXT.test(command[at - 1] ?? "");
    interpreter ||= INTERPRETER.test(argument);
    return (at === 0 || isText) && PARAMETER.test(argument) ? [at] : [];
  });
}
