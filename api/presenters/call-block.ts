/** What the call card shows beside the form: whom to call on which numbers, when it is day there, and what to say. */
import type { TaskDetail } from '#contract';
import type { Caller } from '#crm';
import { isRecordRef, type RecordRef, type UserTaskRow, type Variables } from '#engine';
import type { ApiContext } from '../context.ts';

type Call = NonNullable<TaskDetail['call']>;

const DURATION_MINUTES = 15;

export async function callBlock(
  context: ApiContext,
  caller: Caller,
  task: UserTaskRow,
): Promise<Call | null> {
  const activityId = textOf(task.data, 'activityId');
  if (activityId === null) return null;
  const contact = refOf(task.data, 'contact');
  const account = refOf(task.data, 'account');
  const links = await context.crm.records.links(
    caller,
    [contact, account].flatMap((ref) => (ref ? [{ entity: ref.$record, id: ref.id }] : [])),
  );
  return {
    activityId,
    contact: links.find((link) => link.id === contact?.id) ?? null,
    account: links.find((link) => link.id === account?.id) ?? null,
    phones: await phonesOf(context, caller, [contact, account]),
    customerTimeZone: await timeZoneOf(context, [contact, account]),
    script: textOf(task.data, 'script'),
    plannedStart: task.availableAt,
    durationMinutes: Number(task.data.durationMinutes ?? DURATION_MINUTES),
  };
}

/** The contact's numbers before those of the account; a party that the reader may not see has none. */
async function phonesOf(
  { crm }: ApiContext,
  caller: Caller,
  parties: readonly (RecordRef | null)[],
): Promise<Call['phones']> {
  const phones: Call['phones'] = [];
  for (const party of parties) {
    const type = party?.$record;
    if (!party || (type !== 'contact' && type !== 'account')) continue;
    if (!(await crm.records.canRead(caller, { entity: type, id: party.id }))) continue;
    const points = await crm.points.list(caller, { type, id: party.id });
    for (const point of points)
      if (point.kind === 'phone' && point.e164 !== null)
        phones.push({ display: point.display, e164: point.e164, label: point.label });
  }
  return phones;
}

async function timeZoneOf(
  { crm }: ApiContext,
  parties: readonly (RecordRef | null)[],
): Promise<string | null> {
  const records = await crm.readForExpression(
    parties.filter((party) => party !== null),
    null,
  );
  const zones = records.map((record) => record?.timeZone);
  return zones.find((zone): zone is string => typeof zone === 'string' && zone !== '') ?? null;
}

function textOf(data: Variables, name: string): string | null {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function refOf(data: Variables, name: string): RecordRef | null {
  const value = data[name];
  return isRecordRef(value) ? value : null;
}
