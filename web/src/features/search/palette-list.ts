/** How the field and the list of the palette know each other. */
export const LIST_ID = 'palette-list';

/** The id of the option at this place, for what reads the screen aloud. */
export function optionId(at: number): string {
  return `palette-option-${at}`;
}
