/** What rules of the company have in common on the wire. */
import { z } from 'zod';

/** Conditions over fields; all of them must hold. */
export const fieldRule = z
  .object({
    all: z
      .array(
        z
          .object({
            kind: z.literal('field'),
            field: z.string().min(1).max(100),
            operator: z.enum(['notEmpty', 'eq', 'in', 'gt', 'gte', 'lt', 'lte']),
            value: z.unknown().optional(),
          })
          .strict(),
      )
      .max(20),
  })
  .strict();

export const settingCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'A code is made of a to z, digits and _.');

/** The version that was changed, 0 for what must be new; left out by programs that own the rule. */
export const expectedVersion = z.number().int().min(0).optional();
