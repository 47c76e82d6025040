/** Files → records by the service: mapping, check, preview, run with rights, and everything taken back. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type ImportJob, type ImportOptions, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from '../support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
  harness = await crmHarness({ filePath: (key) => Promise.resolve(join(folder, key)) });
  admin = await harness.person({ roles: ['admin'] });
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

const imports = () => harness.crm.imports;
let files = 0;

/** A file that is read, its columns guessed. */
async function upload(entity: string, content: string, user = admin): Promise<ImportJob> {
  files += 1;
  const storageKey = `file${files}`;
  await writeFile(join(folder, storageKey), content);
  const request = { entity, fileName: `${entity}.csv`, fileSize: content.length, storageKey };
  const job = await imports().begin(harness.as(user), request);
  await imports().work();
  return imports().get(harness.as(user), job.id);
}
async function checked(
  job: ImportJob,
  options: Partial<ImportOptions> = {},
  user = admin,
): Promise<ImportJob> {
  await imports().check(harness.as(user), {
    id: job.id,
    mapping: job.mapping,
    options: { ...job.options, ...options },
  });
  await imports().work();
  return imports().get(harness.as(user), job.id);
}
async function run(job: ImportJob, user = admin): Promise<ImportJob> {
  await imports().start(harness.as(user), job.id);
  await imports().work();
  return imports().get(harness.as(user), job.id);
}
async function undo(job: ImportJob, user = admin): Promise<ImportJob> {
  await imports().undo(harness.as(user), job.id);
  await imports().work();
  return imports().get(harness.as(user), job.id);
}
const rowsOf = async (job: ImportJob, user = admin) =>
  (await imports().rows(harness.as(user), { id: job.id, limit: 200 })).items;
const list = (entity: string, q: string) =>
  harness.crm.records.list(harness.as(admin), { entity, q, limit: 50 }).then((page) => page.items);
const refusal = async (work: Promise<unknown>): Promise<CrmRejection> => {
  const error: unknown = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(CrmRejection);
  return error as CrmRejection;
};

describe('files of imports', () => {
  it('go with the rows when nothing can be taken back any more, and at once with a forgotten import', async () => {
    const gone: string[] = [];
    const sweep = (keys: string[]) =>
      harness.crm.files.deleteContents((key) => Promise.resolve(gone.push(key) > 0), keys);
    const old = await upload('account', 'Name\nOld and Sons\n');
    const dropped = await upload('account', 'Name\nDropped and Sons\n');
    await sweep([old.storageKey, dropped.storageKey]);
    expect(gone).toEqual([]);
    await imports().remove(harness.as(admin), dropped.id);
    await sweep([dropped.storageKey]);
    expect(gone).toEqual([dropped.storageKey]);
    await imports().purge(new Date(old.createdAt.getTime() - 1));
    await sweep([old.storageKey]);
    expect(gone).toEqual([dropped.storageKey]);
    await imports().purge(new Date(old.createdAt.getTime() + 1));
    await sweep([old.storageKey]);
    expect(gone).toEqual([dropped.storageKey, old.storageKey]);
    expect((await refusal(imports().reread(harness.as(admin), { id: old.id }))).code).toBe(
      'CRM_IMPORT_NOT_NOW',
    );
  });
});

describe('reading', () => {
  it('guesses what columns are, in both languages, and remembers what was said', async () => {
    const content =
      'Компания;ИНН;Тел.;Почта;Отрасль;Менеджер\nООО Вега;7701;8 916 111-22-33;INFO@vega.example;торговля;\n';
    const job = await upload('account', content);
    expect(job).toMatchObject({ state: 'mapping', headerRow: 1, total: 1, source: { delimiter: ';' } });
    const targets = job.mapping.map((one) => one.target);
    expect(targets).toEqual(['name', 'taxId', 'phone', 'email', 'industry', 'owner']);
    await imports().check(harness.as(admin), {
      id: job.id,
      mapping: job.mapping.filter((one) => one.target !== 'owner'),
      options: { ...job.options, badCells: 'leaveOut' },
    });
    const next = await upload('account', content);
    expect(next.mapping).toHaveLength(5);
    expect(next.options.badCells).toBe('leaveOut');
  });

  it('reads a file without header by what stands in its cells, and another header when told', async () => {
    const job = await upload(
      'contact',
      'List of people\n\nAda,ada@one.example,+79160000001\nBob,bob@one.example,+79160000002\nEve,eve@one.example,+79160000003\n',
    );
    expect(job.headerRow).toBe(0);
    expect(job.mapping.map((one) => [one.column, one.target])).toEqual([
      [1, 'email'],
      [2, 'phone'],
    ]);
    const again = await imports().setHeader(harness.as(admin), { id: job.id, headerRow: 3 });
    expect(again).toMatchObject({ headerRow: 3, total: 2 });
  });

  it('ends with the reason when the file is no table', async () => {
    const job = await upload('account', '\u0000\u0001\u0002\u0003\u0000\u0000');
    expect(job).toMatchObject({ state: 'failed', problem: { reason: 'unknownKind' } });
  });
});

describe('the check', () => {
  it('cleans cells, counts what it did, and says of each row what would become of it', async () => {
    const known = await harness.crm.records.create(harness.as(admin), {
      entity: 'account',
      fields: { name: 'Orion Trading', taxId: '5501', phone: '+79165550001', city: 'Omsk' },
    });
    const before = await harness.fingerprint();
    const job = await checked(
      await upload(
        'account',
        [
          'Name,Tax id,Phone,Email,Industry,Credit limit,Website',
          'Fresh One,,8 (916) 777-00-01,NEW@fresh.example,Retail,"1 000,50",fresh.example',
          'Orion Trading LLC,5501,+79165550001,,,2000,',
          'Orion,,+79165550001,,,,',
          'Broken,,,not-an-address,Sorcery,many,',
          'Fresh One Ltd,,+7 916 777 00 01,new@fresh.example,,,',
          ',,,,Retail,,',
        ].join('\n'),
      ),
    );
    expect(await harness.fingerprint()).toBe(before);
    expect(job.state).toBe('ready');
    expect(job.summary.verdicts).toEqual({ create: 1, update: 1, review: 1, error: 2, merge: 1 });
    expect(job.summary.cleaning).toMatchObject({
      phone: { ok: 2, fixed: 2 },
      email: { ok: 1, fixed: 1, bad: 1 },
      industry: { bad: 1, unknown: [{ text: 'Sorcery', count: 1 }] },
      creditLimit: { ok: 1, fixed: 1, bad: 1 },
    });
    const rows = await rowsOf(job);
    expect(rows.map((row) => row.verdict)).toEqual(['create', 'update', 'review', 'error', 'merge', 'error']);
    expect(rows[1]).toMatchObject({
      record: { id: known.id },
      candidates: [{ id: known.id, score: 100, title: 'Orion Trading' }],
    });
    expect(rows[1]?.candidates[0]?.reasons.map((reason) => reason.criterion)).toEqual([
      'taxId',
      'phone',
      'name',
    ]);
    expect(rows[1]?.cells.filter((cell) => cell.isChange)).toMatchObject([
      { target: 'name', value: 'Orion Trading LLC', current: 'Orion Trading' },
      { target: 'creditLimit', value: 2000, current: null },
    ]);
    expect(rows[2]?.candidates[0]).toMatchObject({ id: known.id, score: 60 });
    expect(rows[3]?.problems.map((problem) => problem.field)).toEqual(['email', 'industry', 'creditLimit']);
    expect(rows[4]).toMatchObject({ targetRow: 2, candidates: [{ row: 2, score: 100 }] });
    expect(rows[5]?.problems).toMatchObject([{ field: 'name', text: 'Name: is required' }]);
  });

  it('finds records by a key, a number and an id, and refuses those that are not there', async () => {
    const ticket = await harness.crm.records.create(harness.as(admin), {
      entity: 'ticket',
      fields: { subject: 'A known one' },
    });
    const job = await upload(
      'ticket',
      `Number,Subject\n${ticket.number},Changed by file\nT-999999,Nothing\n`,
    );
    expect(job.mapping.map((one) => one.target)).toEqual(['$number', 'subject']);
    const rows = await rowsOf(await checked(job));
    expect(rows.map((row) => row.verdict)).toEqual(['update', 'error']);
    expect(rows[1]?.problems[0]?.text).toContain('T-999999');
    const bySubject = await checked(
      await upload('ticket', 'Subject,Description\nA known one,More\nAnother,\n'),
      { keys: ['subject'] },
    );
    expect((await rowsOf(bySubject)).map((row) => row.verdict)).toEqual(['update', 'create']);
  });

  it('tells a number that too many share from one that means somebody', async () => {
    for (let index = 0; index < 21; index += 1)
      await harness.crm.records.create(harness.as(admin), {
        entity: 'contact',
        fields: { familyName: `Shared ${index}`, phone: '+74957654321' },
      });
    const rows = await rowsOf(
      await checked(await upload('contact', 'Last name,Phone\nNewcomer,+74957654321\n')),
    );
    expect(rows[0]).toMatchObject({ verdict: 'create', candidates: [] });
  });

  it('takes what texts of the file mean from the person', async () => {
    const job = await upload('account', 'Name,Status\nVip One,VIP\nVip Two,unknown\n');
    const mapping = job.mapping.map((one) =>
      one.target === 'lifecycle' ? { ...one, choices: { VIP: 'permanent', unknown: '' } } : one,
    );
    const rows = await rowsOf(await checked({ ...job, mapping }));
    expect(
      rows.map((row) => [row.verdict, row.cells.find((cell) => cell.target === 'lifecycle')?.value]),
    ).toEqual([
      ['create', 'permanent'],
      ['create', null],
    ]);
  });
});

describe('leads of an import', () => {
  it('go to whom the rule of distribution names, in turns, and the reason is kept', async () => {
    const [first, second] = [
      await harness.person({ roles: ['employee'] }),
      await harness.person({ roles: ['employee'] }),
    ];
    const memberIds = [first.id, second.id];
    const team = { kind: 'team', id: null, name: 'Fair', parentId: null, memberIds } as const;
    const { id: teamId } = await harness.crm.groups.save(harness.as(admin), team);
    await harness.crm.distribution.saveRule(harness.as(admin), {
      ...{
        code: 'fair',
        label: { en: 'Fair', ru: 'Выставка' },
        arrivals: ['import'],
        order: 1,
        active: true,
      },
      match: { all: [{ kind: 'field', field: 'source', operator: 'eq', value: 'exhibition' }] },
      ...{ teamId, pick: 'round_robin', calendar: 'ignore', useSkills: false, preferKnownOwner: false },
      defaultCapacity: null,
    });
    const lines = ['A', 'B', 'C', 'D'].map((name) => `Fair ${name},Exhibition`);
    const job = await upload('lead', ['Topic,Source', ...lines, 'Fair E,Referral', ''].join('\n'));
    const done = await run(await checked(job));
    expect(done).toMatchObject({ state: 'done' });
    const leads = (await list('lead', 'Fair')).toSorted((one, other) => (one.title < other.title ? -1 : 1));
    const owners = leads.map(({ fields }) => fields.owner);
    expect(owners.slice(0, 4).toSorted()).toEqual([...memberIds, ...memberIds].toSorted());
    expect(new Set(owners.slice(0, 2)).size).toBe(2);
    // No rule speaks for it: it stays with whoever imports it.
    expect(owners[4]).toBe(admin.id);
    const [step] = await harness.crm.distribution.why(harness.as(admin), { id: leads[0]!.id });
    expect(step).toMatchObject({ outcome: 'given', rule: { code: 'fair' } });
    await undo(done);
    expect(await list('lead', 'Fair')).toEqual([]);
  });
});

describe('the run', () => {
  it('writes what was decided, by the import, in the name of the person, and takes all of it back', async () => {
    const known = await harness.crm.records.create(harness.as(admin), {
      entity: 'account',
      fields: { name: 'Lyra Works', taxId: '6601', phone: '+79166660001', city: 'Perm' },
    });
    const filled = await harness.crm.records.create(harness.as(admin), {
      entity: 'account',
      fields: { name: 'Lyra Shop', email: 'shop@lyra.example', city: 'Ufa' },
    });
    const before = await harness.fingerprint();
    const job = await checked(
      await upload(
        'account',
        [
          'Name,Tax id,Phone,Email,City',
          'Cygnus One,,8 916 888 00 01; 8 495 888-00-02,one@cygnus.example,Kazan',
          'Lyra Works,6601,+79166660009,,Moscow',
          'Lyra Shop New,,+79166660010,shop@lyra.example,Sochi',
          'Cygnus One,,+79168880001,one@cygnus.example; more@cygnus.example,Tver',
          'Broken,,,nothing,',
        ].join('\n'),
      ),
    );
    expect((await rowsOf(job)).map((row) => row.verdict)).toEqual([
      'create',
      'update',
      'review',
      'merge',
      'error',
    ]);
    await imports().decide(harness.as(admin), { id: job.id, rows: [4], verdict: 'merge' });
    const events = harness.events.length;
    const done = await run(job);
    expect(done).toMatchObject({
      state: 'done',
      summary: { outcomes: { created: 1, updated: 1, merged: 2, failed: 1 } },
    });
    expect(harness.events).toHaveLength(events);
    const [cygnus] = await list('account', 'cygnus');
    expect(cygnus?.fields).toMatchObject({ phone: '+79168880001', city: 'Kazan', owner: admin.id });
    const points = await harness.crm.points.list(harness.as(admin), {
      type: 'account',
      id: cygnus!.id,
    });
    expect(points.map((point) => point.e164 ?? point.email).toSorted()).toEqual([
      '+74958880002',
      '+79168880001',
      'more@cygnus.example',
      'one@cygnus.example',
    ]);
    const lyra = await harness.crm.records.get(harness.as(admin), { entity: 'account', id: known.id });
    expect(lyra.fields).toMatchObject({ phone: '+79166660009', city: 'Moscow' });
    const shop = await harness.crm.records.get(harness.as(admin), { entity: 'account', id: filled.id });
    expect(shop.fields).toMatchObject({ name: 'Lyra Shop', city: 'Ufa', phone: '+79166660010' });
    const { rows } = await harness.pool.query(
      'select actor_kind, actor_id, on_behalf_of from crm.event where record_id = $1 order by occurred_at desc, id desc limit 1',
      [known.id],
    );
    expect(rows).toEqual([{ actor_kind: 'import', actor_id: job.id, on_behalf_of: admin.id }]);

    const { items } = await harness.crm.timeline.read(harness.as(admin), {
      entity: 'account',
      id: known.id,
      limit: 5,
    });
    expect(items[0]?.actor).toMatchObject({ kind: 'import', name: 'account.csv' });

    const undone = await undo(done);
    expect(undone).toMatchObject({ state: 'undone', summary: { undone: 4, left: 0 } });
    expect(await list('account', 'cygnus')).toEqual([]);
    const again = await harness.crm.records.get(harness.as(admin), { entity: 'account', id: known.id });
    expect(again.fields).toMatchObject({ name: 'Lyra Works', phone: '+79166660001', city: 'Perm' });
    const shopAgain = await harness.crm.records.get(harness.as(admin), { entity: 'account', id: filled.id });
    expect(shopAgain.fields).toMatchObject({ phone: null, email: 'shop@lyra.example' });
    expect(before).not.toBe('');
  });

  it('leaves what somebody changed since, or built on, and says so', async () => {
    const known = await harness.crm.records.create(harness.as(admin), {
      entity: 'account',
      fields: { name: 'Vega Old', taxId: '7701' },
    });
    const done = await run(
      await checked(await upload('account', 'Name,Tax id\nVega New,7701\nAltair,7702\nDeneb,7703\n')),
    );
    const changed = await harness.crm.records.get(harness.as(admin), { entity: 'account', id: known.id });
    await harness.crm.records.update(harness.as(admin), {
      entity: 'account',
      id: known.id,
      version: changed.version,
      fields: { city: 'Sochi' },
    });
    const [altair] = await list('account', 'altair');
    await harness.crm.records.create(harness.as(admin), {
      entity: 'deal',
      fields: { name: 'A deal', account: altair!.id },
    });
    const undone = await undo(done);
    expect(undone.summary).toMatchObject({ undone: 1, left: 2 });
    expect((await rowsOf(undone)).map((row) => [row.undo, row.undoReason])).toEqual([
      ['left', 'changed'],
      ['left', 'usedBy'],
      ['undone', null],
    ]);
  });

  it('brings the reason of a status that asks for one, or the row is refused', async () => {
    const as = harness.as(admin);
    const asks = async (asksReason: boolean): Promise<void> => {
      const { choices, version } = await harness.crm.choices.find('account.lifecycle');
      await harness.crm.choices.save(as, {
        ...{ list: 'account.lifecycle', version },
        choices: choices.map((one) => (one.value === 'lost' ? { ...one, asksReason } : one)),
      });
    };
    const make = (name: string, taxId: string) =>
      harness.crm.records.create(as, { entity: 'account', fields: { name, taxId } });
    const known = await make('Corvus', '8801');
    const silent = await make('Crater', '8802');
    await asks(true);
    const file =
      'Tax id,Name,Status,Reason for the status\n8801,Corvus,Lost,Price\n8802,Crater,Lost,\n8803,Crux,Lost,\n';
    const done = await run(await checked(await upload('account', file)));
    expect(done.summary.outcomes).toEqual({ updated: 1, failed: 2 });
    expect((await rowsOf(done)).map((row) => row.problems.map(({ field }) => field))).toEqual([
      [],
      ['lifecycleReason'],
      ['lifecycleReason'],
    ]);
    const now = async ({ id }: { id: string }) => {
      const { fields } = await harness.crm.records.get(as, { entity: 'account', id });
      return [fields.lifecycle, fields.lifecycleReason];
    };
    expect([await now(known), await now(silent)]).toEqual([
      ['lost', 'price'],
      ['prospect', null],
    ]);
    expect(await undo(done)).toMatchObject({ summary: { undone: 1, left: 0 } });
    expect(await now(known)).toEqual(['prospect', null]);
    await asks(false);
  });

  it('tries fifty rows through the whole write and leaves nothing', async () => {
    await harness.crm.records.create(harness.as(admin), {
      entity: 'product',
      fields: { name: 'Taken', sku: 'S-1' },
    });
    const job = await checked(await upload('product', 'Name,SKU,Price\nOne,S-1,5\nTwo,S-2,"6,5"\n'));
    const before = await harness.fingerprint();
    const seen = await imports().test(harness.as(admin), job.id);
    expect(seen.map((row) => row.outcome)).toEqual(['failed', 'created']);
    expect(await harness.fingerprint()).toBe(before);
    const done = await run(job);
    expect(done.summary.outcomes).toEqual({ created: 1, failed: 1 });
    const { rows } = await imports().refusedRows(harness.as(admin), job.id);
    const file: (readonly string[])[] = [];
    for await (const row of rows) file.push(row);
    expect(file[0]).toEqual(['Name', 'SKU', 'Price', 'Import error']);
    expect(file[1]?.slice(0, 3)).toEqual(['One', 'S-1', '5']);
    // The file of refused rows, mended, goes in again: what was said of the source holds for it.
    const again = await upload(
      'product',
      file
        .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join())
        .join('\n')
        .replace('S-1', 'S-9'),
    );
    expect(again.mapping.map((one) => one.target)).toEqual(['name', 'sku', 'price']);
    expect((await run(await checked(again))).summary.outcomes).toEqual({ created: 1 });
  });

  it('joins contacts with their accounts, and splits their names', async () => {
    const account = await harness.crm.records.create(harness.as(admin), {
      entity: 'account',
      fields: { name: 'Hydra Group' },
    });
    const job = await checked(
      await upload(
        'contact',
        'ФИО;Компания;Должность;Телефон\nИванов Иван Иванович;hydra group;Директор;89161110001\nПетрова Анна;Никто;;\n',
      ),
    );
    expect((await rowsOf(job)).map((row) => row.verdict)).toEqual(['create', 'error']);
    const done = await run(job);
    const [contact] = await list('contact', 'иванов');
    expect(contact?.fields).toMatchObject({ givenName: 'Иван', middleName: 'Иванович', account: account.id });
    const links = await harness.crm.accountContacts.list(harness.as(admin), { contactId: contact!.id });
    expect(links).toMatchObject([{ positionText: 'Директор' }]);
    await undo(done);
    expect(await list('contact', 'иванов')).toEqual([]);
    expect(await harness.crm.accountContacts.list(harness.as(admin), { accountId: account.id })).toEqual([]);
  });

  it('writes deals and tickets with all that follows from them', async () => {
    const done = await run(
      await checked(await upload('deal', 'Name,Amount,Stage\nBig one,"1,000.50",\nSmall one,20,\n')),
    );
    expect(done.summary.outcomes).toEqual({ created: 2 });
    const [deal] = await list('deal', 'big one');
    expect(deal?.fields).toMatchObject({ amount: 1000.5, owner: admin.id });
    expect(deal?.fields.stageEnteredAt).not.toBeNull();
    const history = await harness.pool.query('select from crm.stage_history where record_id = $1', [
      deal!.id,
    ]);
    expect(history.rowCount).toBe(1);
  });

  it('has the rights of the person: what the page would refuse is refused row by row', async () => {
    const employee = await harness.person({ roles: ['employee'] });
    const other = await harness.crm.records.create(harness.as(admin), {
      entity: 'account',
      fields: { name: 'Not theirs', taxId: '9901' },
    });
    const content = `Name,Tax id,Owner\nMine,9902,\nTheirs,9901,\nFor another,9903,${admin.email}\n`;
    const job = await checked(await upload('account', content, employee), {}, employee);
    // Seen, but not to be changed: somebody has to look, and may not change it either.
    expect((await rowsOf(job, employee)).map((row) => row.verdict)).toEqual(['create', 'review', 'create']);
    await imports().decide(harness.as(employee), { id: job.id, rows: [3], verdict: 'update' });
    const done = await run(job, employee);
    expect(done.summary.outcomes).toEqual({ created: 1, failed: 2 });
    const untouched = await harness.crm.records.get(harness.as(admin), { entity: 'account', id: other.id });
    expect(untouched.version).toBe(1);
    const stranger = await harness.person({ roles: ['employee'] });
    expect((await refusal(imports().get(harness.as(stranger), job.id))).code).toBe('CRM_IMPORT_NOT_FOUND');
    expect((await refusal(imports().undo(harness.as(stranger), job.id))).code).toBe('CRM_IMPORT_NOT_FOUND');
    const nobody = await harness.person({ roles: [] });
    const file = { entity: 'account', fileName: 'a.csv', fileSize: 1, storageKey: 'none' };
    expect((await refusal(imports().begin(harness.as(nobody), file))).code).toBe('CRM_FORBIDDEN');
  });

  it('mends a refused row where it stands: checked again, compared with the others, and run', async () => {
    const content =
      'Name,Industry,Tax id\nWell,retail,88005501\nWrong,Sorcery,88005502\nTwin of well,Alchemy,88005501\n';
    const begun = await upload('account', content);
    const job = await checked(begun, { keys: ['taxId'] });
    expect((await rowsOf(job)).map((row) => row.verdict)).toEqual(['create', 'error', 'error']);
    const mend = (rowNo: number, cells: Record<string, string>) =>
      imports().mend(harness.as(admin), { id: job.id, rowNo, cells });
    // Still nothing that the field knows.
    await mend(3, { industry: 'Magic' });
    expect((await rowsOf(job))[1]).toMatchObject({ verdict: 'error' });
    const mended = await mend(3, { industry: 'Retail' });
    expect(mended.summary.verdicts).toEqual({ create: 2, error: 1 });
    // It is the same company as the first row now that it can be read.
    await mend(4, { industry: '' });
    expect((await rowsOf(job))[2]).toMatchObject({ verdict: 'merge', targetRow: 2 });
    expect((await refusal(mend(99, { industry: '' }))).code).toBe('CRM_FIELDS_INVALID');
    expect((await refusal(mend(3, { website: 'x' }))).code).toBe('CRM_FIELDS_INVALID');
    const done = await run(job);
    expect(done.summary.outcomes).toMatchObject({ created: 2 });
    expect(done.summary.outcomes?.failed).toBeUndefined();
    // What is written is not mended any more.
    expect((await refusal(mend(3, { industry: 'Retail' }))).code).toBe('CRM_FIELDS_INVALID');
  });

  it('mends all rows that have the same fault by one correction, also after the run, which then writes them', async () => {
    const lines = ['Name,Industry,E-mail', 'Fine one,Retail,', ',Retail,'];
    for (let number = 1; number <= 4; number += 1) lines.push(`Sorcerer ${number},Sorcery,`);
    lines.push('Alchemist,Alchemy,', 'Hermit,,nowhere', 'Twin,,nowhere');
    const job = await checked(await upload('account', lines.join('\n')));
    const faults = async () =>
      (await imports().faults(harness.as(admin), job.id)).map(({ field, problem, count, texts, canMend }) => [
        ...[field, problem, count, canMend],
        texts.map(({ text, count: of }) => `${text} ${of}`).join(),
      ]);
    expect(await faults()).toEqual([
      ['industry', 'choice', 5, true, 'Sorcery 4,Alchemy 1'],
      ['email', 'email', 2, true, 'nowhere 2'],
      ['name', 'required', 1, true, ' 1'],
    ]);
    const fault = { id: job.id, field: 'industry', problem: 'choice' };
    const mend = (request: { text?: string; to: string }) =>
      imports().mendFault(harness.as(admin), { ...fault, ...request });
    const some = await mend({ text: 'Sorcery', to: 'Retail' });
    expect(some).toMatchObject({ changed: 4, job: { summary: { verdicts: { create: 5, error: 4 } } } });
    // What is as wrong as before stays refused.
    expect((await mend({ to: 'Magic' })).job.summary.verdicts).toEqual({ create: 5, error: 4 });
    const done = await run(job);
    expect(done.summary.outcomes).toEqual({ created: 5, failed: 4 });
    expect((await refusal(imports().start(harness.as(admin), job.id))).code).toBe('CRM_IMPORT_NOT_NOW');

    const later = await mend({ to: '' });
    expect(later).toMatchObject({ changed: 1, job: { state: 'done' } });
    expect(later.job.summary).toMatchObject({ outcomes: { created: 5, failed: 3 }, waiting: { create: 1 } });
    const emails = { id: job.id, field: 'email', problem: 'email', to: 'hermit@hermit.example' };
    // Both with one address are perhaps the same company: a person decides.
    const twins = await imports().mendFault(harness.as(admin), emails);
    expect(twins.job.summary.outcomes).toEqual({ created: 5, failed: 1 });
    const waiting = await imports().rows(harness.as(admin), { id: job.id, waiting: true, limit: 50 });
    expect(waiting.items).toHaveLength(3);
    await imports().decide(harness.as(admin), { id: job.id, rows: [9, 10], verdict: 'create' });
    const again = await run(job);
    expect(again.summary).toMatchObject({ outcomes: { created: 8, failed: 1 }, waiting: {} });
    expect(await list('account', 'sorcerer')).toHaveLength(4);
    expect((await undo(job)).summary).toMatchObject({ undone: 8 });
    expect(await list('account', 'alchemist')).toEqual([]);
  });

  it('refuses to mend what no column becomes, and what is somebody else’s', async () => {
    const job = await checked(await upload('account', 'Name,Industry\nA,Sorcery\n'));
    const request = { id: job.id, field: 'website', problem: 'choice', to: 'x' };
    expect((await refusal(imports().mendFault(harness.as(admin), request))).code).toBe('CRM_FIELDS_INVALID');
    const other = await harness.person({ roles: ['employee'] });
    for (const work of [
      () => imports().mendFault(harness.as(other), { ...request, field: 'industry' }),
      () => imports().faults(harness.as(other), job.id),
    ])
      expect((await refusal(work() as Promise<unknown>)).code).toBe('CRM_IMPORT_NOT_FOUND');
  });

  it('goes on after its node died, and writes no row twice', async () => {
    const content = ['Name', ...Array.from({ length: 1_200 }, (_, index) => `Restarted ${index}`)].join('\n');
    const job = await checked(await upload('account', content));
    await imports().start(harness.as(admin), job.id);
    // As a node leaves it that died after its first chunk: held, and with time still on the lease.
    const working = imports().work();
    await imports().stopWork();
    await working;
    const half = await imports().get(harness.as(admin), job.id);
    expect(half.state).toBe('running');
    await harness.pool.query(
      `update crm.import_job set lease_owner = gen_random_uuid(), lease_until = clock_timestamp() - interval '1 second' where id = $1`,
      [job.id],
    );
    const next = await anotherNode();
    await next.work();
    const done = await imports().get(harness.as(admin), job.id);
    expect(done).toMatchObject({ state: 'done', summary: { outcomes: { created: 1_200 } } });
    const { rows } = await harness.pool.query(
      `select count(*)::int as n, count(distinct name)::int as names from crm.account where name like 'Restarted %'`,
    );
    expect(rows).toEqual([{ n: 1_200, names: 1_200 }]);
  });
});

/** A second node over the same database. */
async function anotherNode() {
  const { createCrm } = await import('#crm');
  const { v7 } = await import('uuid');
  const silent = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  return createCrm({
    pool: harness.pool,
    clock: { now: () => harness.now },
    ids: { next: () => v7() },
    logger: silent,
  }).imports;
}
