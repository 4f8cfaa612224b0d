export const HIDDEN = "[hidden]";

/**
 * Patterns of secrets in plain text, in order: an earlier one must not leave half a secret for a later one. Texts may
 * be hostile, so each pattern takes linear time: it has a look-behind, looks at a bounded number of characters, or
 * matches to the end of the text. When in doubt, too much is hidden.
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
  // Prisma quotes a refused call with all its arguments.
  [
    /(Invalid `[^`\n]{1,300}` invocation[^\n]{0,300}\n)\s{0,20}\{\n(?:[\s\S]*?\n\}(?=\n|$)|[\s\S]*)/g,
    `$1{ ${HIDDEN} }`,
  ],
  // Postgres quotes a value that it refuses.
  [/(invalid input (?:syntax|value)[^:"\n]{0,300}: )".*"/g, `$1${HIDDEN}`],
  [/(Failing row contains )\((?:.*\)|.*)/gs, `$1(${HIDDEN})`],
  [/(Key \([^)]{0,300}\)=)\((?:.*?\)(?= |$)|.*)/g, `$1(${HIDDEN})`],
];

/** What begins some of these. Nearly all texts have none of it: one look instead of twelve. */
const MAYBE_SECRET =
  /gwj_|\/invite\/|\/reset\/|[?&#][\w-]{1,80}=|bearer\s|basic\s|eyJ|\$argon2|:\/\/|-----BEGIN|Invalid `|invalid input|Failing row|Key \(/i;

/** Hides everything in a text that looks like a secret. */
export function hideSecrets(text: string): string {
  if (!MAYBE_SECRET.test(text)) return text;
  return SECRET_TEXT.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text);
}
