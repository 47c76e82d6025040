/** Whether words match what is typed, also when it was typed with the other keyboard layout. */
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const CYRILLIC = 'йцукенгшщзхъфывапролджэячсмитьбюё';

export function withOtherLayout(typed: string): string {
  const isCyrillic = /[а-яё]/i.test(typed);
  const [from, to] = isCyrillic ? [CYRILLIC, LATIN] : [LATIN, CYRILLIC];
  return [...typed].map((letter) => to[from.indexOf(letter)] ?? letter).join('');
}

/** Every typed word begins a word of the text. */
export function matchesTyped(text: string, typed: string): boolean {
  const words = text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u);
  const wanted = typed.trim().toLocaleLowerCase();
  return [wanted, withOtherLayout(wanted)].some((variant) =>
    variant
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .every((word) => words.some((one) => one.startsWith(word))),
  );
}
