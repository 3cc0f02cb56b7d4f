/**
 * Forward authentication without a document: the proxy's own configuration says what it wants, in the address that it
 * asks: `?pool=…&use=access&scope=…&group=…&client=…`. Of several pools, scopes, groups and clients one is enough.
 */
import type { IncomingMessage } from 'node:http';
import { Refused } from '../answers.ts';
import { tokenIn } from '../authorizers/bearer.ts';
import type { Authorizers } from '../authorizers/index.ts';
import type { Identity } from '../call.ts';

const KNOWN: ReadonlySet<string> = new Set(['pool', 'use', 'scope', 'group', 'client']);

/** Throws `Refused`. */
export const checkByQuery = async (
  { tokens }: Authorizers,
  { headers }: IncomingMessage,
  wanted: URLSearchParams,
): Promise<Identity> => {
  const all = (name: string): string[] =>
    wanted
      .getAll(name)
      .flatMap((each) => each.split(/[ ,]/))
      .filter((each) => each !== '');
  const use = wanted.get('use') ?? (wanted.has('scope') ? 'access' : 'id');
  if ([...wanted.keys()].some((name) => !KNOWN.has(name)) || (use !== 'id' && use !== 'access')) {
    throw new Refused('API_CONFIGURATION_ERROR');
  }
  const token = tokenIn(headers.authorization);
  const found = token === undefined ? 'invalid' : await tokens.verify(token);
  if (found === 'expired') throw new Refused('UNAUTHORIZED', { message: 'The incoming token has expired' });
  if (typeof found === 'string' || !all('pool').includes(found.poolId) || found.use !== use)
    throw new Refused('UNAUTHORIZED');
  const groups = found.claims['cognito:groups'];
  const held = {
    scope: found.scopes,
    group: Array.isArray(groups) ? groups.map(String) : [],
    client: [found.clientId],
  };
  for (const [name, values] of Object.entries(held)) {
    if (wanted.has(name) && !all(name).some((each) => values.includes(each))) throw new Refused('ACCESS_DENIED');
  }
  return { kind: 'claims', claims: found.claims, scopes: found.scopes };
};
