/**
 * What a password must be: long enough, and not what everybody tries first. No rules of character classes: they make
 * passwords that are hard to remember and easy to guess (NIST SP 800-63B 5.1.1.2).
 */
import { ApiProblem } from '../errors/problems.ts';

/** Parts that lists of stolen passwords are full of; a password that is little else than these is refused. */
const COMMON = [
  'password',
  'passwort',
  'пароль',
  'qwertyuiop',
  'qwerty',
  'йцукен',
  'asdfghjkl',
  'zxcvbnm',
  'letmein',
  'welcome',
  'iloveyou',
  'administrator',
  'admin',
  'changeme',
  'throughline',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'superman',
  'monkey',
  'dragon',
  'master',
  'secret',
  'test',
  'user',
];
/** What must be left of a password when such parts and plain runs are taken out. */
const OWN_LENGTH_MIN = 6;
const DIFFERENT_MIN = 5;
const RUNS = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдежзийклмнопрстуфхцчшщъыьэюя',
];

/** @throws ApiProblem API_FIELDS_INVALID naming `path` */
export function assertGoodPassword(
  password: string,
  about: { readonly path: string; readonly lengthMin: number; readonly words: readonly string[] },
): void {
  const refuse = (message: string): never => {
    throw new ApiProblem('API_FIELDS_INVALID', { fields: [{ path: about.path, message }] });
  };
  if ([...password].length < about.lengthMin)
    refuse(
      `A password has at least ${about.lengthMin} characters; a few words that nobody says together are good.`,
    );
  if (new Set(password).size < DIFFERENT_MIN) refuse('Use more different characters.');
  if (ownPart(password, about.words).length < OWN_LENGTH_MIN)
    refuse('This is easy to guess: a common password, a row of keys, or your own name. Take another one.');
}

function ownPart(password: string, words: readonly string[]): string {
  const known = [...COMMON, ...words.flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))]
    .filter((word) => word.length >= 4)
    .sort((one, other) => other.length - one.length);
  let left = password.toLowerCase();
  for (const word of known) left = left.replaceAll(word, '');
  // Runs of at least three neighbours, in either direction.
  let own = '';
  for (let at = 0; at < left.length;) {
    const run = runAt(left, at);
    if (run < 3) own += left[at];
    at += run < 3 ? 1 : run;
  }
  return own;
}

function runAt(text: string, at: number): number {
  let longest = 1;
  for (const row of RUNS)
    for (const direction of [row, [...row].reverse().join('')])
      for (let length = text.length - at; length > longest; length -= 1)
        if (direction.includes(text.slice(at, at + length))) longest = length;
  return longest;
}
