/**
 * Whether a name occurs in a source text as a word of its own. Wrongly true costs one needless read of a record,
 * wrongly false would hide it, so strings are searched, too.
 */
export function mentionsName(source: string, name: string): boolean {
  let from = source.indexOf(name);
  while (from >= 0) {
    if (!isWordPart(source[from - 1]) && !isWordPart(source[from + name.length])) return true;
    from = source.indexOf(name, from + 1);
  }
  return false;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
