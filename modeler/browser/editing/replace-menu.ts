/** The menu that replaces an element offers what runs: kinds that a publish would refuse are left out. */
import * as replaceOptions from 'bpmn-js/lib/features/replace/ReplaceOptions';
import { runsNever } from '#lint';
import type { PopupMenu } from '../canvas/services.ts';

type Entries<T> = Readonly<Record<string, T>>;

/** Below the provider of bpmn-js, so that its entries are there to be taken out. */
const PRIORITY = 500;
const OPTIONS = Object.values(replaceOptions).flatMap((options) =>
  Array.isArray(options) ? options : Object.values(options).flat(),
);
const REFUSED = new Set(
  OPTIONS.filter((option) => option.target && runsNever(option.target)).map((option) => option.actionName),
);

class ThroughlineReplaceMenu {
  static $inject = ['popupMenu'];

  constructor(popupMenu: PopupMenu) {
    popupMenu.registerProvider('bpmn-replace', PRIORITY, this);
  }

  getPopupMenuEntries(): (entries: Entries<unknown>) => Entries<unknown> {
    return (entries) => filtered(entries, (name) => !REFUSED.has(name));
  }
}

function filtered<T>(entries: Entries<T>, keeps: (name: string, entry: T) => boolean): Entries<T> {
  return Object.fromEntries(Object.entries(entries).filter(([name, entry]) => keeps(name, entry)));
}

export const replaceMenuModule = {
  __init__: ['throughlineReplaceMenu'],
  throughlineReplaceMenu: ['type', ThroughlineReplaceMenu],
};
