/** How alike two texts are, as PostgreSQL's pg_trgm counts it: shared groups of three letters of all groups, from 0 to 1. */
export function similarity(left: string, right: string): number {
  const one = trigrams(left);
  const other = trigrams(right);
  if (one.size === 0 || other.size === 0) return 0;
  let shared = 0;
  for (const group of one) if (other.has(group)) shared += 1;
  return shared / (one.size + other.size - shared);
}

function trigrams(text: string): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const word of foldText(text).split(' ')) {
    if (word === '') continue;
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) groups.add(padded.slice(at, at + 3));
  }
  return groups;
}

/** Small letters, ё as е, accents gone, everything but letters and digits a space. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .normalize('NFD')
    .replace(/(?<=[a-z])[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
