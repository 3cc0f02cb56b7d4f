/**
 * Checks in the manner of the OpenID Foundation's conformance plans, under the names of their test modules
 * (https://gitlab.com/openid/conformance-suite), with their outcome: `passes`, or how and why Cognito, and so Poolhouse,
 * deviates by design. docs/oauth.md has the table.
 */
import { test } from 'vitest';
import { createClient } from '../../support/builders.ts';
import {
  answerIn,
  authorizationRequest,
  authorize,
  CALLBACK,
  codeClient,
  type Parameters,
  payloadOf,
  sessionOf,
  startWorld,
  type TokenAnswer,
  token,
  type World,
} from '../support.ts';

export type Outcome = 'passes' | { readonly deviates: string };

export const check = (name: string, outcome: Outcome, proof: () => Promise<void>): void =>
  test(outcome === 'passes' ? name : `${name} — deviates: ${outcome.deviates}`, proof);

/** A relying party of a pool, and the browser of its user. */
export interface Party {
  readonly world: World;
  readonly id: string;
  readonly secret: string;
  /** The answer to an authorization request, in a browser with a session unless told otherwise. */
  ask(overrides?: Parameters, browser?: { readonly cookie?: string | undefined }): Promise<Record<string, string>>;
  response(overrides?: Parameters, cookie?: string): Promise<Response>;
  session(authTime?: number): Promise<string>;
  exchange(code: string | undefined, overrides?: Parameters): Promise<TokenAnswer>;
  /** Claims of the ID token of a whole sign-in. */
  idClaims(overrides?: Parameters, cookie?: string): Promise<Record<string, unknown>>;
}

export const startParty = async (flow: 'code' | 'implicit'): Promise<Party> => {
  const world = await startWorld();
  const settings = codeClient({ GenerateSecret: true, AllowedOAuthFlows: [flow] });
  const { ClientId: id, ClientSecret: secret = '' } = await createClient(world.app, world.poolId, settings);
  const base = { client_id: id, response_type: flow === 'code' ? 'code' : 'token', nonce: 'n-0S6_WzA2Mj' };
  const session = (authTime?: number) => sessionOf(world, world.user.sub, authTime === undefined ? {} : { authTime });
  const response: Party['response'] = (overrides = {}, cookie) =>
    authorize(world, authorizationRequest(world, { ...base, ...overrides }), cookie);
  const ask: Party['ask'] = async (overrides = {}, browser) =>
    answerIn(await response(overrides, browser ? browser.cookie : await session()));
  const exchange: Party['exchange'] = (code, overrides = {}) =>
    token(world, {
      grant_type: 'authorization_code',
      client_id: id,
      client_secret: secret,
      redirect_uri: CALLBACK,
      code,
      ...overrides,
    });
  const idClaims: Party['idClaims'] = async (overrides = {}, cookie) => {
    const answer = await ask(overrides, cookie === undefined ? undefined : { cookie });
    return payloadOf(answer['id_token'] ?? (await exchange(answer['code'])).body.id_token);
  };
  return { world, id, secret, ask, response, session, exchange, idClaims };
};
