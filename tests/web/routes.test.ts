import { describe, expect, it } from 'vitest';
import { routes } from '#contract';
import { routeKey, routeUrl } from '../../web/src/client/route-input.ts';

const id = '0190aaaa-0000-7000-8000-000000000001';

describe('the address of a call', () => {
  it('fills the path and leaves out what was not asked', () => {
    const url = routeUrl(routes.records.listRecords, {
      params: { entity: 'ticket' },
      query: { q: 'a & b', filter: undefined, sort: '', limit: 20 },
    });
    expect(url).toBe('/api/records/ticket?q=a+%26+b&limit=20');
  });
  it('escapes what stands in the path', () => {
    expect(routeUrl(routes.processes.getDraft, { params: { processKey: 'a/b' } })).toBe(
      '/api/processes/a%2Fb/draft',
    );
  });
});

describe('the key of a read', () => {
  it('begins with the path, so that a route reaches all its reads', () => {
    const key = routeKey(routes.records.getRecord, { params: { entity: 'ticket', id } });
    expect(key.slice(0, 1)).toEqual(routeKey(routes.records.getRecord));
  });
  it('tells two records apart', () => {
    const one = routeKey(routes.records.getRecord, { params: { entity: 'ticket', id } });
    const other = routeKey(routes.records.getRecord, { params: { entity: 'account', id } });
    expect(one).not.toEqual(other);
  });
});
