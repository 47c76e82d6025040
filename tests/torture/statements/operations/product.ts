/** Reference operations of the product, over HTTP: records, what is done around them, and the doors of strangers. */
import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { placeOf } from '../../../../api/adapters/secret-box.ts';
import { signToken } from '../../../../api/forms/form-token.ts';
import type { IncomingMail } from '../../../../api/mail/parse-mail.ts';
import { aProcess } from '../../../support/process-builder.ts';
import type { CutProduct } from '../cut-product.ts';
import { NotYet, type Operation } from '../operation.ts';

interface Written {
  readonly id: string;
  readonly version: number;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Of a GET: what is there afterwards. */
  readonly left?: string;
}

type Draw = (product: CutProduct, unique: string) => Promise<Sent>;

/** One request under a key; what it is about is made before. */
const request = (name: string, draw: Draw): Operation => ({
  name,
  async prepare({ product }, unique) {
    const { method, path, body, left } = await draw(product, unique);
    return {
      rootId: null,
      run: (_engine, key) => product.write(method, path, body, key),
      ...(left ? { left: async () => (await product.admin.get(left)).body } : {}),
    };
  },
});

const ticketOf = (product: CutProduct, unique: string): Promise<Written> =>
  product.write('POST', '/api/records/ticket', { fields: { subject: `Ticket ${unique}` } });
/** Nothing is like another one, so that nobody is warned of a duplicate. */
const named = (word: string): string => `${word} ${randomUUID()}`;
const accountOf = (product: CutProduct): Promise<Written> =>
  product.write('POST', '/api/records/account', { fields: { name: named('Account') } });
const leadOf = (product: CutProduct, unique: string): Promise<Written> =>
  product.write('POST', '/api/leads', { fields: { title: `Lead ${unique}`, familyName: named('Lead') } });

const RECORDS: readonly Operation[] = [
  request('create a record', async (_product, unique) => ({
    method: 'POST',
    path: '/api/records/ticket',
    body: { fields: { subject: `Ticket ${unique}` } },
  })),
  request('save a record', async (product, unique) => {
    const { id, version } = await ticketOf(product, unique);
    const path = `/api/records/ticket/${id}`;
    return { method: 'PATCH', path, body: { version, fields: { priority: 'high' } }, left: path };
  }),
  request('delete a record', async (product, unique) => {
    const { id } = await ticketOf(product, unique);
    return { method: 'DELETE', path: `/api/records/ticket/${id}` };
  }),
  request('restore a record', async (product, unique) => {
    const { id } = await ticketOf(product, unique);
    await product.write('DELETE', `/api/records/ticket/${id}`, undefined);
    const left = `/api/records/ticket/${id}`;
    return { method: 'POST', path: `/api/bin/ticket/${id}/restore`, left };
  }),
  request('merge two records', async (product) => {
    const survivor = await accountOf(product);
    const loser = await accountOf(product);
    const body = { entity: 'account', survivorId: survivor.id, loserId: loser.id };
    return { method: 'POST', path: '/api/merges', body, left: `/api/records/account/${survivor.id}` };
  }),
  request('undo a merge', async (product) => {
    const survivor = await accountOf(product);
    const loser = await accountOf(product);
    const body = { entity: 'account', survivorId: survivor.id, loserId: loser.id };
    const { id } = await product.write<Written>('POST', '/api/merges', body);
    return { method: 'POST', path: `/api/merges/${id}/undo`, left: `/api/records/account/${loser.id}` };
  }),
  request('comment on a record', async (product, unique) => {
    const { id } = await ticketOf(product, unique);
    const path = `/api/records/ticket/${id}/comments`;
    return { method: 'POST', path, body: { body: 'Seen.' }, left: path };
  }),
  request('tag a record', async (product, unique) => {
    const { id } = await ticketOf(product, unique);
    const path = `/api/records/ticket/${id}/tags`;
    return { method: 'PUT', path, body: { names: [`tag ${unique}`, `urgent ${unique}`] }, left: path };
  }),
  request('follow a record', async (product, unique) => {
    const { id } = await ticketOf(product, unique);
    const path = `/api/records/ticket/${id}/follow`;
    return { method: 'PUT', path, body: { following: true }, left: path };
  }),
  request('capture a lead', async (_product, unique) => ({
    method: 'POST',
    path: '/api/leads',
    body: { fields: { title: `Lead ${unique}` }, payload: { from: unique } },
  })),
  request('convert a lead', async (product, unique) => {
    const { id } = await leadOf(product, unique);
    const body = {
      account: { fields: { name: named('Converted') } },
      contact: { fields: { familyName: named('Lead') } },
    };
    return { method: 'POST', path: `/api/leads/${id}/conversion`, body, left: `/api/records/lead/${id}` };
  }),
  request('send a mail', async (product, unique) => {
    await product.pool.query('delete from app.rate_window');
    const { id } = await ticketOf(product, unique);
    const body = { to: [`${unique}@customer.example`], subject: 'Your question', body: 'Thank you.' };
    return { method: 'POST', path: `/api/records/ticket/${id}/mail`, body };
  }),
];

const KEY = 'statements';
const STARTED = aProcess(KEY, '<tl:process manualStart="true" />')
  .start()
  .userTask('first', { extensions: '<tl:assignment kind="initiator" />' })
  .catchMessage('wait', 'order paid')
  .end();

async function published(product: CutProduct): Promise<void> {
  const draft = { name: KEY, xml: STARTED.xml() };
  const { status } = await product.admin.get(`/api/processes/${KEY}/draft`);
  if (status === 200) return;
  await product.write('POST', '/api/processes', draft);
  await product.write('POST', `/api/processes/${KEY}/publish`, { revision: 1 });
}

const PROCESSES: readonly Operation[] = [
  request('draw a process', async (_product, unique) => ({
    method: 'POST',
    path: '/api/processes',
    body: { name: `drawn ${unique}`, xml: aProcess(`drawn_${unique}`).start().userTask('a').end().xml() },
  })),
  request('publish a process', async (product, unique) => {
    const xml = aProcess(`published_${unique}`).start().userTask('a').end().xml();
    const { processKey } = await product.write<{ processKey: string }>('POST', '/api/processes', {
      name: `published ${unique}`,
      xml,
    });
    return { method: 'POST', path: `/api/processes/${processKey}/publish`, body: { revision: 1 } };
  }),
  request('start a process by hand', async (product) => {
    await published(product);
    return { method: 'POST', path: `/api/processes/${KEY}/start`, body: { variables: { amount: 1 } } };
  }),
  request('complete a task by hand', async (product) => {
    await published(product);
    const started = await product.write<{ instanceId: string }>('POST', `/api/processes/${KEY}/start`, {});
    const { body } = await product.admin.get<{ tasks: { id: string }[] }>(
      `/api/instances/${started.instanceId}`,
    );
    return { method: 'POST', path: `/api/tasks/${body.tasks[0]!.id}/complete`, body: {} };
  }),
  request('message from outside', async (product, unique) => {
    await published(product);
    const body = { name: 'order paid', correlationKey: unique, timeToLive: 'PT1H' };
    return { method: 'POST', path: '/api/messages', body };
  }),
  request('comment on an instance', async (product) => {
    await published(product);
    const started = await product.write<{ instanceId: string }>('POST', `/api/processes/${KEY}/start`, {});
    return {
      method: 'POST',
      path: `/api/instances/${started.instanceId}/comments`,
      body: { body: 'How far is it?' },
    };
  }),
];

const FORM = '01900000-0000-7000-8000-0ccc00000003';
const FORM_CONTENT = {
  ...{ name: 'Ask', locale: 'en', heading: 'Ask', intro: '', submitLabel: 'Send', thanks: 'Thanks' },
  ...{ redirectUrl: null, consent: null, question: null, source: null, campaign: null, ownerId: null },
  fields: [{ key: 'email', label: 'E-mail', required: true }],
  embedOn: [],
  attachDuplicates: false,
};

/** A stranger has no key: the token of the page is one. */
const FORM_SENT: Operation = {
  name: 'submit a form',
  async prepare({ product }, unique) {
    const { pool } = product;
    await pool.query('delete from app.rate_window');
    // Whoever gets the leads of strangers has done with those of before, and is never at his limit.
    await pool.query('update crm.lead set deleted_at = now() where deleted_at is null');
    const read = 'select key, secret from app.web_form where id = $1';
    let { rows } = await pool.query<{ key: string; secret: string }>(read, [FORM]);
    if (!rows[0]) {
      const form = { content: FORM_CONTENT, active: true, version: null };
      await product.write('PUT', `/api/admin/web-forms/${FORM}`, form);
      ({ rows } = await pool.query<{ key: string; secret: string }>(read, [FORM]));
    }
    const { key, secret } = rows[0]!;
    const token = signToken(product.secrets.open(secret, placeOf('web_form', FORM)), {
      id: uuid(),
      madeAt: Date.now() - 5_000,
    });
    const body = { token, values: { email: `${unique}@stranger.example` } };
    return { rootId: null, run: () => product.write('POST', `/api/forms/${key}`, body) };
  },
};

/** The mailbox keeps a message until it is filed. */
const MAIL_FILED: Operation = {
  name: 'file a mail',
  async prepare({ product }, unique) {
    const mail: IncomingMail = {
      messageId: `<${unique}@stranger.example>`,
      from: { address: `${unique}@stranger.example`, name: 'Ann Stranger' },
      ...{
        to: 'desk@own.example',
        subject: `Question ${unique}`,
        text: 'How much?',
        html: null,
        answers: [],
      },
      ...{ sentAt: null, nature: 'message', bounce: null, attachments: [], leftOut: [] },
    };
    const place = { box: 'INBOX', uid: Number(unique.slice(1)) };
    return {
      rootId: null,
      async run() {
        await product.filing.file(mail, place);
      },
    };
  },
};

const FREE_BATCH = `update app.record_batch set lease_until = null where id = $1 returning state,
  (select array_agg(state order by record_id) from app.record_batch_row where batch_id = $1) as rows`;
const FREE_IMPORT = 'update crm.import_job set lease_until = null where id = $1 returning state, summary';

/** Begun by a request, worked on beside it; whoever dies leaves it to the next. */
const BULK_EDIT: Operation = {
  name: 'edit many records',
  async prepare({ product }, unique) {
    const ids = [(await ticketOf(product, unique)).id, (await ticketOf(product, `${unique}b`)).id];
    const body = { query: { ids }, work: { kind: 'edit', fields: { priority: 'low' } } };
    return {
      rootId: null,
      async run(_engine, key) {
        const { id } = await product.write<Written>('POST', '/api/record-batches/ticket', body, key);
        await product.workOnBatches();
        const { rows } = await product.pool.query<{ state: string }>(FREE_BATCH, [id]);
        if (rows[0]!.state === 'running') throw new NotYet();
        return rows[0];
      },
    };
  },
};

const IMPORT: Operation = {
  name: 'import rows',
  async prepare({ product }, unique) {
    const id = await readyImport(product, `Name\n${named('One')}\n${named('Two')}\n`, unique);
    return {
      rootId: null,
      async run(_engine, key) {
        await product.write('POST', `/api/imports/${id}/start`, {}, key);
        await product.crm.imports.work();
        const { rows } = await product.pool.query<{ state: string }>(FREE_IMPORT, [id]);
        if (rows[0]!.state !== 'done') throw new NotYet();
        return rows[0];
      },
    };
  },
};

async function readyImport(product: CutProduct, content: string, unique: string): Promise<string> {
  const answer = await fetch(`${product.url}/api/imports/of/account?name=${unique}.csv`, {
    method: 'POST',
    headers: {
      'x-requested-with': 'throughline',
      'content-type': 'application/octet-stream',
      cookie: product.admin.cookie,
    },
    body: content,
  });
  const { id } = (await answer.json()) as Written;
  await product.crm.imports.work();
  const { body } = await product.admin.get<{ mapping: unknown; options: unknown }>(`/api/imports/${id}`);
  await product.write('POST', `/api/imports/${id}/check`, { mapping: body.mapping, options: body.options });
  await product.crm.imports.work();
  return id;
}

export const PRODUCT: readonly Operation[] = [
  ...RECORDS,
  ...PROCESSES,
  FORM_SENT,
  MAIL_FILED,
  BULK_EDIT,
  IMPORT,
];
