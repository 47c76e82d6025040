/**
 * `http.request`: calls another system as a job. The Effect-Key header is the same on every retry, so that the
 * receiver can recognise a repetition. An answer of 5xx or 429 is retried, any other answer is a result.
 */
import type { HandlerContext, HandlerResult, JobHandler, Json, Variables } from '#engine';
import { sendOutside, type EgressResponse, type EgressRules } from './egress.ts';
import { requiredText, textInput } from './input.ts';
import { HandlerRefusal } from './refusal.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Set by the transport or by us; a diagram may not forge them. */
const FORBIDDEN_HEADERS = ['host', 'content-length', 'transfer-encoding', 'connection', 'effect-key'];

export function httpRequestHandler(rules: EgressRules): JobHandler {
  return {
    mode: 'job',
    run: (input, context, signal) => requestOutside(input, context, { rules, signal }),
  };
}

async function requestOutside(
  input: Variables,
  context: HandlerContext,
  { rules, signal }: { readonly rules: EgressRules; readonly signal: AbortSignal },
): Promise<HandlerResult> {
  if (!context.access.outbound.includes('http'))
    throw new HandlerRefusal("The process does not declare 'http' among what it may reach outside.");
  const method = (textInput(input, 'method') ?? 'GET').toUpperCase();
  if (!METHODS.includes(method)) throw new HandlerRefusal(`The method '${method}' cannot be used.`);
  const body = bodyText(input.body);
  const response = await sendOutside(
    { method, url: requiredText(input, 'url'), headers: headersFor(input, context, body), body, signal },
    rules,
  );
  if (response.status >= 500 || response.status === 429)
    throw new Error(`The other system answered with status ${response.status}.`);
  return { kind: 'ok', output: { status: response.status, body: bodyValue(response) } };
}

function headersFor(input: Variables, context: HandlerContext, body: string | null): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json, text/plain;q=0.9, */*;q=0.1' };
  if (body !== null)
    headers['content-type'] =
      typeof input.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  const given = input.headers;
  if (given && typeof given === 'object' && !Array.isArray(given))
    for (const [name, value] of Object.entries(given as Variables)) {
      const key = name.toLowerCase();
      if (FORBIDDEN_HEADERS.includes(key)) throw new HandlerRefusal(`The header '${name}' cannot be set.`);
      headers[key] = String(value);
    }
  headers['effect-key'] = context.effectKey;
  return headers;
}

function bodyText(body: Json | undefined): string | null {
  if (body === undefined || body === null) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function bodyValue(response: EgressResponse): Json {
  if (!/\bjson\b/i.test(response.contentType)) return response.body;
  try {
    return JSON.parse(response.body) as Json;
  } catch {
    return response.body;
  }
}
