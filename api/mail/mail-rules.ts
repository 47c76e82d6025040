/** Which ticket a message that answers nothing becomes: the first rule that fits says its type and priority. Pure. */
import type { MailRule } from '#contract';

interface RuledMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Null: no rule is about it. */
export function ruleFor(rules: readonly MailRule[], mail: RuledMail): MailRule | null {
  const addresses = mail.to.toLowerCase().split(/[\s,;<>]+/);
  const said = `${mail.subject}\n${mail.text.slice(0, TEXT_LENGTH_MAX)}`;
  return (
    rules.find(
      ({ address, words }) =>
        (address === null || addresses.includes(address.toLowerCase())) &&
        (words.length === 0 || words.some((word) => isSaid(word, said))),
    ) ?? null
  );
}

/** Words far down are quotes and signatures. */
const TEXT_LENGTH_MAX = 5_000;

/** As the beginning of a word, so that "refund" is found in "refunds" and "fund" is not. */
function isSaid(word: string, text: string): boolean {
  const literal = word
    .trim()
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, String.raw`\s+`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}`, 'iu').test(text);
}
