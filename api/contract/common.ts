import { z } from 'zod';

export const none = z.object({}).strict();

export const id = z.uuid();
export const idParams = z.object({ id }).strict();
export const instant = z.iso.datetime({ offset: true });
export const json: z.ZodType<unknown> = z.unknown();
export const variables = z.record(z.string().min(1).max(200), z.unknown());

/** A text in the product's languages; data that users may translate has the same shape. */
export const localizedText = z.object({ en: z.string(), ru: z.string() });
export type LocalizedText = z.infer<typeof localizedText>;

export const person = z.object({ id, name: z.string() });
export type Person = z.infer<typeof person>;

/** A record as a link: what to show and where it leads. */
export const recordLink = z.object({ entity: z.string(), id, title: z.string() });
export type RecordLink = z.infer<typeof recordLink>;

export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const ok = z.object({ ok: z.literal(true) });

/** RFC 9457 problem document. `code` is stable; `fields` locates what the caller may mend. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  fields: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        /** Stable, for the commonest refusals: the message in another language is made of it and its values. */
        code: z.string().optional(),
        values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
  correlationId: z.string().optional(),
  details: z.unknown().optional(),
});
export type ProblemDocument = z.infer<typeof problem>;
