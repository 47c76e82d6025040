/**
 * The one way out to other systems. A process may call an address that its author typed, so this module assumes
 * an adversary: only http and https, the address is resolved here and every resolved IP is checked before the
 * socket connects to exactly that IP (a second look-up could answer differently), redirects are not followed,
 * time and size are limited. Names that an operator allows (HTTP_ALLOW) may be private.
 */
import { lookup as resolveHost } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface EgressRules {
  /** `host` or `host:port` that may be reached although their address is private. */
  readonly allowedHosts: readonly string[];
}

export interface EgressRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

export interface EgressResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Thrown when an address may not be reached; the message is one plain sentence. */
export class EgressRefusal extends Error {
  override readonly name = 'EgressRefusal';
}

const TIMEOUT_MS = 20_000;
const BODY_BYTES_MAX = 5 * 1024 * 1024;

/** Everything that is not the public internet (RFC 6890 and its IPv6 counterparts). */
const RESERVED = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  RESERVED.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  RESERVED.addSubnet(network, prefix, 'ipv6');

/** Whether an IP lies outside the public internet; IPv4 inside IPv6 is judged as the IPv4 it reaches. */
export function isReservedAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return RESERVED.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Sends one request.
 * @throws EgressRefusal when the address may not be reached or the answer is too large.
 */
export async function sendOutside(request: EgressRequest, rules: EgressRules): Promise<EgressResponse> {
  const url = parsedUrl(request.url);
  const address = await permittedAddress(url, rules);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: request.method,
      headers: {
        ...request.headers,
        ...(request.body === null ? {} : { 'content-length': Buffer.byteLength(request.body) }),
      },
      lookup: pinnedLookup(address),
      // A pooled socket could have been opened under other rules.
      agent: false,
      signal,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => readBody(response).then(resolve, reject));
    outgoing.end(request.body ?? undefined);
  });
}

function parsedUrl(text: string): URL {
  if (!URL.canParse(text)) throw new EgressRefusal(`'${text}' is not an address.`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new EgressRefusal(`Only http and https addresses may be called, not '${url.protocol}'.`);
  if (url.username || url.password)
    throw new EgressRefusal('An address must not carry a user name or password.');
  return url;
}

async function permittedAddress(url: URL, rules: EgressRules): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const addresses = isIP(host)
    ? [host]
    : (await resolveHost(host, { all: true })).map((found) => found.address);
  const [first] = addresses;
  if (!first) throw new EgressRefusal(`The host '${host}' has no address.`);
  const isAllowed = rules.allowedHosts.some((allowed) => allowed === host || allowed === `${host}:${port}`);
  if (!isAllowed && addresses.some(isReservedAddress))
    throw new EgressRefusal(
      `The host '${host}' is not on the public internet and is not allowed by the operator.`,
    );
  return first;
}

function pinnedLookup(address: string): LookupFunction {
  const family = isIP(address);
  return (_host, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

async function readBody(response: IncomingMessage): Promise<EgressResponse> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) {
      response.destroy();
      throw new EgressRefusal('The answer is larger than 5 MB.');
    }
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
