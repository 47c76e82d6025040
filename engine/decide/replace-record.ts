/**
 * A record has become another (two were merged), or becomes again the one that it was: whoever in the tree holds the one
 * holds the other. Variables are written where they live, so that history and cards tell of it; what waits for the record
 * waits for the other; conditions are looked at again, for they see the other's values now. Which places were written is
 * the answer, and the way back: given places, only those that still hold the record are written.
 *
 * Not written: what completed activities keep for their compensation, and the collection of a multi-instance body. The
 * host's record port leads on from a merged record, so they are read as the other all the same.
 */
import { elementOf, type Session } from '../execution/step.ts';
import type { JobRow, ScopeRow, SubscriptionRow } from '../execution/state.ts';
import { visibleVariables } from '../execution/variables.ts';
import { knowSubtree } from '../execution/wakers.ts';
import { isRecordRef, type Json, type RecordPlace, type RecordRef, type Variables } from '../ports.ts';
import type { CommandOf } from './decision.ts';
import type { Decider } from './decider.ts';
import { recordEventAt } from './deliver-record-event.ts';
import { silenceOf } from './silence.ts';

type Replacement = CommandOf<'replaceRecord'>;

/** Result: the places that were written. */
export const replaceRecord: Decider<'replaceRecord'> = (session, replacement) => {
  const { instanceId } = replacement;
  if (session.state.instances.get(instanceId)?.status !== 'active') return [];
  knowSubtree(session, instanceId);
  // A condition that comes true takes a token on: it was read with its wakers.
  for (const tokenId of session.state.tokens.keys()) session.knownTokens.add(tokenId);
  const written = [...session.state.scopes.values()].flatMap((scope) =>
    replaceIn(session, scope, replacement),
  );
  for (const row of [...session.state.subscriptions.values()]) awaitOther(session, row, replacement);
  for (const job of [...session.state.jobs.values()]) watchOther(session, job, replacement);
  return written.map((place) => ({ ...place }));
};

function replaceIn(
  session: Session,
  { id: scopeId, rootId, instanceId, variables }: ScopeRow,
  { from, to, places }: Replacement,
): RecordPlace[] {
  const written = Object.entries(variables)
    .flatMap(([variable, value]) => pathsTo(value, from).map((path) => ({ variable, path })))
    .filter((found) => places === null || places.some((one) => one.scopeId === scopeId && isAt(one, found)));
  if (written.length === 0) return [];
  const values: Variables = {};
  for (const { variable, path } of written)
    values[variable] = withRef(values[variable] ?? variables[variable]!, path, to);
  const { reason } = session.environment;
  session.unit.emit(instanceId, {
    kind: 'VariablesSet',
    scopeId,
    elementId: null,
    values,
    ...(reason === null ? {} : { reason }),
  });
  for (const name of Object.keys(values)) session.changes.push({ scopeId, name, event: 'update' });
  return written.map((found) => ({ rootId, instanceId, scopeId, ...found }));
}

type Found = Pick<RecordPlace, 'variable' | 'path'>;

function isAt(one: Found, other: Found): boolean {
  return one.variable === other.variable && JSON.stringify(one.path) === JSON.stringify(other.path);
}

/** The ways from a value to each mention of the record in it. */
function pathsTo(value: Json, record: RecordRef): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isThe(value, record)) return [[]];
  return Object.entries(value).flatMap(([key, inner]) =>
    pathsTo(inner as Json, record).map((path) => [key, ...path]),
  );
}

function isThe(value: unknown, record: RecordRef): boolean {
  return isRecordRef(value) && value.$record === record.$record && value.id === record.id;
}

function withRef(value: Json, [key, ...rest]: readonly string[], { $record, id }: RecordRef): Json {
  if (key === undefined) return { $record, id };
  const inner = withRef((value as Variables)[key]!, rest, { $record, id });
  if (Array.isArray(value)) return (value as readonly Json[]).with(Number(key), inner);
  return { ...(value as Variables), [key]: inner };
}

function awaitOther(session: Session, row: SubscriptionRow, { from, to, places }: Replacement): void {
  const { scopeId, instanceId, elementId } = row;
  const isItsChange = row.kind === 'record' && row.correlationKey === from.id;
  if (!isItsChange || scopeId === null || instanceId === null) return;
  const event = recordEventAt(elementOf(session, instanceId, elementId), row);
  if (event?.entity !== from.$record || !follows(session, scopeId, event.variable, { to, places })) return;
  session.unit.emit(instanceId, { kind: 'SubscriptionClosed', subscriptionId: row.id });
  const subscription = { ...row, id: session.environment.ids.next(), correlationKey: to.id };
  session.unit.emit(instanceId, { kind: 'SubscriptionOpened', subscription });
}

/** A timer that waits for the record's silence. One that failed is kept for its incident. */
function watchOther(session: Session, job: JobRow, { from, to, places }: Replacement): void {
  const silence = silenceOf(job);
  const { scopeId, instanceId } = job;
  if (!silence || job.state === 'failed' || scopeId === null || instanceId === null) return;
  if (!isThe(silence.record, from) || !follows(session, scopeId, silence.variable, { to, places })) return;
  session.unit.emit(instanceId, { kind: 'JobCancelled', jobId: job.id });
  const watched = { ...silence, record: { $record: to.$record, id: to.id } };
  const next = { ...job, id: session.environment.ids.next(), payload: { ...job.payload, silence: watched } };
  session.unit.emit(instanceId, { kind: 'JobCreated', job: next });
}

/** What is gone is gone for everybody; on the way back only what got its variable back goes along. */
function follows(
  session: Session,
  scopeId: string,
  variable: string,
  { to, places }: Pick<Replacement, 'to' | 'places'>,
): boolean {
  return places === null || isThe(visibleVariables(session, scopeId)[variable], to);
}
