/** Longest address that mail servers accept. */
const EMAIL_LENGTH_MAX = 254;
const EMAIL = /^[^\s@<>(),;:"[\]\\]+@([^\s@.<>(),;:"[\]\\]+\.)+[^\s@.<>(),;:"[\]\\]{2,}$/u;

/** The address by which equal addresses are found: trimmed and in lower case; null when it is no address. */
export function normaliseEmail(text: string): string | null {
  const address = text.trim().toLowerCase();
  return address.length <= EMAIL_LENGTH_MAX && EMAIL.test(address) ? address : null;
}
