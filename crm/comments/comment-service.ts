/**
 * Comments on a record or a process instance, and questions that are put to one person and stay open until that
 * person, or whoever stands in, answers. Rights on the instance are the host's to check; rights on a record are
 * checked here.
 */
import { actorOf, type Caller, rowContext } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { readRow, type RecordRow } from '../entities/record-rows.ts';
import { findEntity } from '../entities/registry.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmChange, CrmClock, CrmIds } from '../ports.ts';
import type { RequestUser } from '../rights/request-user.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { followersOf, notify } from '../notifications/notify.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { CommentModel } from './comment.model.ts';

/** What is commented on: a record, or `process_instance`. */
export interface CommentSubject {
  readonly entity: string;
  readonly id: string;
}

export interface CommentView {
  readonly id: string;
  readonly subject: CommentSubject;
  readonly author: { readonly id: string; readonly name: string } | null;
  readonly body: string;
  readonly isQuestion: boolean;
  readonly askedOf: { readonly id: string; readonly name: string } | null;
  readonly answeredAt: string | null;
  readonly answer: {
    readonly author: { readonly id: string; readonly name: string } | null;
    readonly body: string;
    readonly at: string;
  } | null;
  readonly elementId: string | null;
  readonly createdAt: string;
  readonly canAnswer: boolean;
}

export interface CommentService {
  /** Oldest first. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, subject: CommentSubject): Promise<CommentView[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID */
  add(
    caller: Caller,
    request: {
      subject: CommentSubject;
      body: string;
      /** The element of the diagram that it is about. */
      elementId?: string | null;
      /** Makes it a question to this person. */
      askedOf?: string | null;
      /** Colleagues who are told of it. */
      mentions?: readonly string[];
    },
  ): Promise<CommentView>;
  /** @throws CrmRejection CRM_QUESTION_NOT_OPEN, CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID */
  answer(caller: Caller, request: { questionId: string; body: string }): Promise<CommentView>;
  /** Questions that wait for the caller or for those whom he stands in for, oldest first. */
  openQuestions(caller: Caller): Promise<CommentView[]>;
}

interface CommentRow {
  readonly id: string;
  readonly entity: string;
  readonly record_id: string;
  readonly element_id: string | null;
  readonly body: string;
  readonly is_question: boolean;
  readonly asked_of: string | null;
  readonly asked_of_name: string | null;
  readonly answered_at: Date | null;
  readonly author_id: string | null;
  readonly author_name: string | null;
  readonly created_at: Date;
  readonly answer: { authorId: string | null; authorName: string | null; body: string; at: string } | null;
}

const PROCESS_INSTANCE = 'process_instance';
const BODY_LENGTH_MAX = 10_000;
const MENTIONS_MAX = 50;
/** A thread longer than this is read from its end. */
const COMMENTS_MAX = 500;

const selectComments = (where: string) => `
  select * from (
    select c.id, c.entity, c.record_id, c.element_id, c.body, c.is_question, c.asked_of, asked.name as asked_of_name,
           c.answered_at, c.author_id, author.name as author_name, c.created_at,
           (select json_build_object('authorId', a.author_id, 'authorName', u.name, 'body', a.body, 'at', a.created_at)
            from crm.comment a left join crm."user" u on u.id = a.author_id
            where a.thread_id = c.id and a.deleted_at is null order by a.created_at, a.id limit 1) as answer
    from crm.comment c
    left join crm."user" author on author.id = c.author_id
    left join crm."user" asked on asked.id = c.asked_of
    where c.deleted_at is null and c.thread_id is null and ${where}
    order by c.created_at desc, c.id desc
    limit ${COMMENTS_MAX}
  ) latest
  order by created_at, id`;

const SELECT_OF_SUBJECT = selectComments('c.entity = $1 and c.record_id = $2');
const SELECT_ONE = selectComments('c.id = $1');
const SELECT_OPEN = selectComments(
  'c.is_question and c.answered_at is null and c.asked_of = any($1::uuid[])',
);

export function createCommentService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): CommentService {
  const { transactions, clock, ids, participants } = ports;

  const assertReadable = async (
    reader: Queryable,
    caller: Caller,
    subject: CommentSubject,
  ): Promise<RecordRow | null> => {
    if (subject.entity === PROCESS_INSTANCE) return null;
    const definition = findEntity(subject.entity);
    const row = definition
      ? await readRow(reader, { definition, id: subject.id, lock: false }, rowContext(caller, participants))
      : null;
    if (!row) throw recordNotFound(subject.entity, subject.id);
    return row;
  };
  const assertCommentable = async (
    reader: Queryable,
    caller: Caller,
    subject: CommentSubject,
  ): Promise<string | null> => {
    const row = await assertReadable(reader, caller, subject);
    if (row === null || row.may_comment) return row?.account_id ?? null;
    const { entity, id } = subject;
    throw new CrmRejection(
      'CRM_FORBIDDEN',
      `Expected the right to comment on ${entity} '${id}', but it is missing.`,
      { entity, recordId: id, action: 'comment' },
    );
  };
  const readOne = async (reader: Queryable, id: string, user: RequestUser): Promise<CommentView | null> => {
    const { rows } = await reader.query<CommentRow>(SELECT_ONE, [id]);
    return rows[0] ? viewOf(rows[0], user) : null;
  };

  return {
    async list(caller, subject) {
      const reader = transactions.reader(caller.transaction);
      await assertReadable(reader, caller, subject);
      const { rows } = await reader.query<CommentRow>(SELECT_OF_SUBJECT, [subject.entity, subject.id]);
      return rows.map((row) => viewOf(row, caller.user));
    },

    add: (caller, { subject, body, elementId, askedOf, mentions = [] }) =>
      transactions.run(caller.transaction, async (unit) => {
        const accountId = await assertCommentable(unit.client, caller, subject);
        const text = checkedBody(body);
        if (askedOf) await assertActiveUser(unit.client, askedOf);
        const mentioned = await activeUsers(unit.client, mentions);
        const id = ids.next();
        const now = clock.now();
        const actor = actorOf(caller);
        await CommentModel.create(
          {
            id,
            entity: subject.entity,
            recordId: subject.id,
            elementId: elementId ?? null,
            body: text,
            isQuestion: Boolean(askedOf),
            askedOf: askedOf ?? null,
            mentions: mentioned,
            authorKind: actor.kind,
            authorId: actor.id,
            createdAt: now,
          },
          { transaction: unit.orm, returning: false },
        );
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: now,
            actor,
            kind: askedOf ? 'question' : 'comment',
            verb: askedOf ? 'asked' : 'commented',
            entity: subject.entity,
            recordId: subject.id,
            accountId,
            text,
          },
        ]);
        unit.changed(commented(subject, askedOf));
        if (subject.entity !== PROCESS_INSTANCE) {
          const notice = { entity: subject.entity, recordId: subject.id, actor, at: now, text };
          await notify(unit, ids, mentioned, { ...notice, kind: 'mention' });
          const followers = await followersOf(unit, subject.entity, subject.id);
          const others = followers.filter((person) => !mentioned.includes(person));
          await notify(unit, ids, others, { ...notice, kind: 'comment' });
        }
        return required(await readOne(unit.client, id, caller.user));
      }),

    answer: (caller, { questionId, body }) =>
      transactions.run(caller.transaction, async (unit) => {
        const text = checkedBody(body);
        // The row lock decides between two answers that arrive together.
        await unit.client.query('select from crm.comment where id = $1 for update', [questionId]);
        const question = await readOne(unit.client, questionId, caller.user);
        if (!question) throw recordNotFound('comment', questionId);
        if (!question.canAnswer) {
          throw new CrmRejection(
            'CRM_QUESTION_NOT_OPEN',
            `Expected question '${questionId}' to be open and put to you, but it is not.`,
            {
              answeredAt: question.answeredAt,
            },
          );
        }
        const now = clock.now();
        const actor = actorOf(caller);
        await CommentModel.create(
          {
            id: ids.next(),
            entity: question.subject.entity,
            recordId: question.subject.id,
            elementId: question.elementId,
            threadId: questionId,
            body: text,
            authorKind: actor.kind,
            authorId: actor.id,
            createdAt: now,
          },
          { transaction: unit.orm, returning: false },
        );
        await CommentModel.update({ answeredAt: now }, { where: { id: questionId }, transaction: unit.orm });
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: now,
            actor,
            kind: 'question',
            verb: 'answered',
            entity: question.subject.entity,
            recordId: question.subject.id,
            text,
          },
        ]);
        unit.changed(commented(question.subject, question.askedOf?.id));
        return required(await readOne(unit.client, questionId, caller.user));
      }),

    async openQuestions(caller) {
      const people = [caller.user.id, ...caller.user.standsInFor.map((person) => person.id)];
      const { rows } = await transactions.reader(caller.transaction).query<CommentRow>(SELECT_OPEN, [people]);
      return rows.map((row) => viewOf(row, caller.user));
    },
  };
}

/** A question concerns the asked person also where he may not see what it is about. */
function commented(subject: CommentSubject, askedOf: string | null | undefined): CrmChange {
  return {
    entity: subject.entity,
    recordId: subject.id,
    change: 'commented',
    version: null,
    ...(askedOf ? { people: [askedOf] } : {}),
  };
}

function viewOf(row: CommentRow, user: RequestUser): CommentView {
  const person = (id: string | null, name: string | null) =>
    id !== null && name !== null ? { id, name } : null;
  const mayAnswer = row.asked_of === user.id || user.standsInFor.some((absent) => absent.id === row.asked_of);
  return {
    id: row.id,
    subject: { entity: row.entity, id: row.record_id },
    author: person(row.author_id, row.author_name),
    body: row.body,
    isQuestion: row.is_question,
    askedOf: person(row.asked_of, row.asked_of_name),
    answeredAt: row.answered_at?.toISOString() ?? null,
    answer: row.answer
      ? {
          author: person(row.answer.authorId, row.answer.authorName),
          body: row.answer.body,
          at: new Date(row.answer.at).toISOString(),
        }
      : null,
    elementId: row.element_id,
    createdAt: row.created_at.toISOString(),
    canAnswer: row.is_question && row.answered_at === null && mayAnswer,
  };
}

function checkedBody(body: string): string {
  const text = body.trim();
  if (text === '' || text.length > BODY_LENGTH_MAX || text.includes('\u0000')) {
    throw fieldsInvalid([
      {
        path: 'body',
        message: `A comment is a text of 1 to ${BODY_LENGTH_MAX} characters.`,
        code: 'tooLong',
        values: { max: BODY_LENGTH_MAX },
      },
    ]);
  }
  return text;
}

/** @throws CrmRejection CRM_FIELDS_INVALID */
async function activeUsers(reader: Queryable, ids: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const { rows } = await reader.query<{ id: string }>(
    `select id from crm."user" where id::text = any($1) and status = 'active' and deleted_at is null`,
    [wanted],
  );
  if (rows.length === wanted.length && wanted.length <= MENTIONS_MAX) return wanted;
  throw fieldsInvalid([
    {
      path: 'mentions',
      message: `Up to ${MENTIONS_MAX} active colleagues can be mentioned: choose others.`,
      code: 'tooMany',
      values: { max: MENTIONS_MAX },
    },
  ]);
}

async function assertActiveUser(reader: Queryable, id: string): Promise<void> {
  const { rowCount } = await reader.query(
    `select from crm."user" where id::text = $1 and status = 'active' and deleted_at is null`,
    [id],
  );
  if (rowCount === 0)
    throw fieldsInvalid([
      {
        path: 'askedOf',
        code: 'notChoice',
        message: 'A question is put to an active colleague: choose one.',
      },
    ]);
}

function required(view: CommentView | null): CommentView {
  if (!view) throw new Error('Expected a comment to be there after writing it.');
  return view;
}
