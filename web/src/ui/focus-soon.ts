const TRIES_MAX = 20;

/** Puts the focus on what this selector finds, as soon as it stands on the screen; gives up after a third of a second. */
export function focusSoon(selector: string, root: ParentNode = document, tries = TRIES_MAX): void {
  window.requestAnimationFrame(() => {
    const found = root.querySelector<HTMLElement>(selector);
    if (found) found.focus();
    else if (tries > 0) focusSoon(selector, root, tries - 1);
  });
}
