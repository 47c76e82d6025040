/** Which help belongs to which address. The first pattern that matches is the page's; no pattern, no help of its own. */
const TOPICS = [
  [/^\/$/, 'home'],
  [/^\/inbox$/, 'inbox'],
  [/^\/tasks$/, 'tasks'],
  [/^\/tasks\/[^/]+$/, 'task'],
  [/^\/calendar$/, 'calendar'],
  [/^\/records\/[^/]+$/, 'list'],
  [/^\/records\/[^/]+\/[^/]+$/, 'record'],
  [/^\/processes$/, 'processes'],
  [/^\/processes\/[^/]+\/design$/, 'designer'],
  [/^\/instances$/, 'instances'],
  [/^\/instances\/[^/]+$/, 'instance'],
  [/^\/measures\//, 'measures'],
  [/^\/imports(\/|$)/, 'imports'],
  [/^\/duplicates$/, 'duplicates'],
  [/^\/bin$/, 'bin'],
  [/^\/questions$/, 'questions'],
  [/^\/admin\/organisation$/, 'organisation'],
  [/^\/admin\/people$/, 'people'],
  [/^\/admin\//, 'settings'],
] as const;

export type HelpTopic = (typeof TOPICS)[number][1];

export function topicOf(pathname: string): HelpTopic | null {
  return TOPICS.find(([pattern]) => pattern.test(pathname))?.[1] ?? null;
}
