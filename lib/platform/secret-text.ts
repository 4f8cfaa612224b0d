export const HIDDEN = "[hidden]";

/**
 * What looks like a secret by itself. In order: an earlier pattern leaves nothing for a later one to spoil.
 *
 * Texts come from strangers (a path, a header), so each takes linear time: a pattern either cannot begin inside of what it
 * has just looked at (a look-behind), or looks at a bounded number of characters, or matches to the text's end where its
 * own end is missing. The last hides too much rather than too little.
 */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\bgwj_(pat|sa|att)_[\w.-]+/g, `gwj_$1_${HIDDEN}`],
  [/\/(invite|reset)\/[\w-]{16,}/g, `/$1/${HIDDEN}`],
  [
    /([?&#](?:[\w-]{0,60}(?:token|secret|password|signature|credential|assertion)|code|state|nonce|key|sig)=)[^&\s"'<>]+/gi,
    `$1${HIDDEN}`,
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  [/(?<![\w-])eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*/g, HIDDEN],
  [/\$argon2\w*\$[^\s"']+/g, HIDDEN],
  [/(:\/\/[^\s:/@"']*):[^\s/@"']+@/g, `$1:${HIDDEN}@`],
  [
    /-----BEGIN [A-Z ]{0,60}PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]{0,60}PRIVATE KEY-----|[\s\S]*)/g,
    HIDDEN,
  ],
  // Prisma quotes the call that it refuses, with all its arguments.
  [
    /(Invalid `[^`\n]{1,300}` invocation[^\n]{0,300}\n)\s{0,20}\{\n(?:[\s\S]*?\n\}(?=\n|$)|[\s\S]*)/g,
    `$1{ ${HIDDEN} }`,
  ],
  // A database quotes the value it could not take.
  [/(invalid input (?:syntax|value)[^:"\n]{0,300}: )".*"/g, `$1${HIDDEN}`],
  [/(Failing row contains )\((?:.*\)|.*)/gs, `$1(${HIDDEN})`],
  [/(Key \([^)]{0,300}\)=)\((?:.*?\)(?= |$)|.*)/g, `$1(${HIDDEN})`],
];

/** The text with everything in it that looks like a secret hidden. */
export function hideSecrets(text: string): string {
  return SECRET_TEXT.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text);
}
