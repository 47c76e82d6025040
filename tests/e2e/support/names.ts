/** Matches an accessible name by its beginning, whatever the text holds. */
export function beginsWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
}
