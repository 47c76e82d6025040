/** Several people of the demonstration, each of whom signs in once, however many screens they open. */
import type { Page } from 'playwright-core';
import { openScreen, type Screen } from './screens.ts';
import type { Stage, Visit, Visitor } from './stage.ts';

export interface Crowd {
  person(firstName: string): Promise<Visitor>;
  pageFor(screen: Screen): Promise<Page>;
  /** Goes home, so that a next crowd can come. */
  leave(): Promise<void>;
}

export function crowd(stage: Stage, visit: Visit = {}): Crowd {
  const inside = new Map<string, Promise<Visitor>>();
  let stranger: Promise<Page> | null = null;
  const person = (firstName: string): Promise<Visitor> => {
    const visitor = inside.get(firstName) ?? stage.enter(firstName, visit);
    inside.set(firstName, visitor);
    return visitor;
  };
  return {
    person,
    pageFor: async (screen) => {
      if (screen.person !== null) return (await person(screen.person)).page;
      stranger ??= stage.stranger(visit);
      return stranger;
    },
    leave: async () => {
      const visitors = await Promise.all(inside.values());
      await Promise.all(visitors.map(({ context }) => context.close()));
      await (await stranger)?.context().close();
    },
  };
}

/** Looks at every screen; people work side by side, each through the own screens. */
export async function onEveryScreen(
  people: Crowd,
  screens: readonly Screen[],
  look: (page: Page, screen: Screen) => Promise<void>,
): Promise<void> {
  const persons = new Set(screens.map(({ person }) => person));
  await Promise.all(
    [...persons].map(async (person) => {
      for (const screen of screens.filter((candidate) => candidate.person === person)) {
        const page = await people.pageFor(screen);
        await openScreen(page, screen);
        await look(page, screen);
      }
    }),
  );
}
