/**
 * A request that a route would take as agreed, made from its own schemas, so that a new route is tried against every
 * role without anybody having to write a request for it. Ids are given; everything else is the plainest value that fits.
 */
import { z } from 'zod';
import type { RouteDefinition } from '#contract';

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

const SOME_ID = '01900000-0000-7000-8000-030000000003';

/** The least body; undefined where the route takes none. */
export function sampleBody(route: RouteDefinition): unknown {
  const schema = jsonSchema(route.body);
  const hasContent = Object.keys(schema.properties ?? {}).length > 0 || schema.anyOf || schema.oneOf;
  return route.method !== 'GET' && hasContent ? sample(schema, schema) : undefined;
}

/** Query parameters that must be there, as text with its question mark. */
export function sampleQuery(route: RouteDefinition): string {
  const schema = jsonSchema(route.query);
  const values = schema.properties ? (sample(schema, schema) as Record<string, unknown>) : {};
  const entries = Object.entries(values).map(([name, value]) => [name, String(value)] as [string, string]);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}

/** The first value of a path parameter that is a choice; null where any text will do. */
export function sampleParameter(route: RouteDefinition, name: string): string | null {
  const schema = jsonSchema(route.params).properties?.[name];
  const value = schema?.enum?.[0] ?? schema?.const;
  if (typeof value === 'string') return value;
  return schema?.format === 'uuid' ? SOME_ID : null;
}

function jsonSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
}

function sample(schema: Schema, root: Schema): unknown {
  if (schema.$ref) return sample(root.$defs?.[schema.$ref.split('/').at(-1)!] ?? {}, root);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return sample(choice.find((one) => one.type !== 'null') ?? choice[0]!, root);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => sample(one, root) as object));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {}, root)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, root));
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1);
    case 'boolean':
      return true;
    case 'string':
      return sampleText(schema);
    default:
      return {};
  }
}

function sampleText({ format, pattern, minLength = 1 }: Schema): string {
  if (format === 'uuid' || pattern?.includes('[0-9a-fA-F]{8}')) return SOME_ID;
  if (format === 'date-time') return '2030-01-01T00:00:00Z';
  if (format === 'date') return '2030-01-01';
  if (format === 'email') return 'somebody@demo.example';
  if (format === 'duration') return 'PT1H';
  return 'x'.repeat(Math.max(1, minLength));
}
