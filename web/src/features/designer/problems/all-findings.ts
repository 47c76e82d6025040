/**
 * The rules that the browser knows are judged live; what only the server can tell (which elements run, which
 * processes exist) is added from its last answer.
 */
import type { Finding as ServerFinding } from '#contract';
import { RULES, type Finding } from '#lint';

/** What the engine says, in its own words, of things that a rule has said already. */
const SAID_ALREADY = ['message-not-chosen', 'invalid-timer', 'no-start', 'no-action', 'nothing-called'];
const LIVE = new Set([...RULES.map((rule) => rule.id), ...SAID_ALREADY]);

export function allFindings(
  live: readonly Finding[],
  fromServer: readonly ServerFinding[],
): readonly Finding[] {
  const added = fromServer.filter((finding) => !LIVE.has(finding.rule)) as readonly Finding[];
  return [...live, ...added].sort((a, b) => rank(a) - rank(b));
}

const rank = (finding: Finding): number => (finding.severity === 'error' ? 0 : 1);
