import { randomInt } from "node:crypto";

/** Words of a name for a run that was given none, such as calm-heron-417: short, easy to say, and never rude together. */
const ADJECTIVES =
  "able amber apt bold brave bright brisk calm clear clever cool coral crisp daring deep eager early fair fast fine fleet fond free fresh gentle glad golden good grand great green happy hardy honest jolly keen kind large light lively loud loyal lucid lucky merry mild neat nimble noble open pale plain proud pure quick quiet rapid rare ready red rich round royal rosy sharp shy silent silver simple sleek smart smooth snowy soft solid sound spry stable steady still strong sunny sure sweet swift tall tidy trim true upbeat vast vivid warm wild wise witty young zesty".split(
    " ",
  );
const NOUNS =
  "ant badger bat bear beaver bee bird bison boar bug calf carp cat clam cod colt crab crane cricket crow cub deer dog dove duck eagle eel elk falcon fawn finch fish flea fly foal fox frog gnat goat goose grouse gull hare hawk hen heron hog horse hound ibis jay kid koi lamb lark lynx mole moose moth mouse mule newt otter owl ox panda perch pig pony pug quail ram rat raven robin roe seal shark sheep shrew skink slug smelt snail snake sparrow squid stag stork swan tern toad trout turtle vole wasp whale wolf worm wren yak zebra".split(
    " ",
  );
const NUMBERS = 1_000;

export function newRunName(pick: (below: number) => number = randomInt): string {
  return `${ADJECTIVES[pick(ADJECTIVES.length)]}-${NOUNS[pick(NOUNS.length)]}-${pick(NUMBERS)}`;
}
