/**
 * The OpenAPI document of the wire contract, made from the route table alone, so that it cannot say anything else
 * than the server checks. It is kept in docs/openapi.json; a test proves that file equal to this.
 */
import { z } from 'zod';
import { problem, routes, type RouteDefinition } from '#contract';

type JsonSchema = Record<string, unknown>;

const ACCESS_TEXT: Readonly<Record<RouteDefinition['access'], string>> = {
  public: 'Anyone.',
  signedIn: 'Signed-in users, within their rights.',
  processOwner: 'Process owners.',
  admin: 'Administrators.',
  demonstrationAdmin: 'Administrators of a demonstration.',
  worker: 'Workers with a key for the topic, and administrators.',
};

/** Every other route asks for a session. */
const SECURITY: Partial<Record<RouteDefinition['access'], readonly JsonSchema[]>> = {
  public: [],
  worker: [{ worker: [] }, { session: [] }],
};

const PROBLEM_RESPONSE = {
  description: 'Refused or failed; nothing was written by a refused request.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

export function openApiDocument(version: string): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [group, table] of Object.entries(routes))
    for (const [name, route] of Object.entries(table as Record<string, RouteDefinition>)) {
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      (paths[path] ??= {})[route.method.toLowerCase()] = operation(group, name, route);
    }
  return {
    openapi: '3.1.0',
    info: { title: 'Throughline', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'throughline_session' },
        worker: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation(group: string, name: string, route: RouteDefinition): JsonSchema {
  const body = schemaOf(route.body, 'input');
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: `${group}.${name}`,
    tags: [group],
    summary: route.summary,
    description: ACCESS_TEXT[route.access],
    security: SECURITY[route.access] ?? [{ session: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasProperties(body)
      ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      200: {
        description: 'Done.',
        content: { 'application/json': { schema: schemaOf(route.response, 'output') } },
      },
      default: PROBLEM_RESPONSE,
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request answers as the first time and changes nothing.',
  schema: { type: 'string' },
};

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): readonly JsonSchema[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function hasProperties(schema: JsonSchema): boolean {
  return Object.keys((schema.properties as object | undefined) ?? {}).length > 0;
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  return json;
}
