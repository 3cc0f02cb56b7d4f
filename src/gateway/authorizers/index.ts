/** Who may pass: the one place where a route's lock is opened. */
import type { Core } from '../../core/core.ts';
import type { Payload } from '../../core/credentials/signature/verify.ts';
import type { Call, Identity } from '../call.ts';
import { createForeignTokens } from './foreign-tokens.ts';
import { checkIam } from './iam.ts';
import { checkJwt } from './jwt.ts';
import { createLambdaAuthorizers } from './lambda.ts';
import { createPoolTokens, type PoolTokens } from './pool-tokens.ts';
import { checkResourcePolicy } from './resource-policy.ts';
import { checkUserPool } from './user-pool.ts';

export interface AuthorizerOptions {
  readonly revocation: boolean;
  readonly unsignedPayload: boolean;
}

export interface Authorizers {
  /**
   * Throws `Refused`.
   * @param payload asked for where the body is under the signature
   */
  check(call: Call, payload: () => Promise<Payload>): Promise<Identity>;
  readonly tokens: PoolTokens;
}

export type AuthorizerCore = Pick<
  Core,
  'clock' | 'directory' | 'fetch' | 'functions' | 'log' | 'sealer' | 'settings' | 'signatures' | 'signer' | 'store'
>;

export const createAuthorizers = (core: AuthorizerCore, options: AuthorizerOptions): Authorizers => {
  const pools = createPoolTokens(core, options);
  const foreign = createForeignTokens(core);
  const functions = createLambdaAuthorizers(core);
  const identify = async (call: Call): Promise<Identity> => {
    const { authorizer } = call.route;
    switch (authorizer.kind) {
      case 'none':
      case 'iam':
        return { kind: 'none' };
      case 'user-pool':
        return checkUserPool(pools, authorizer, call);
      case 'jwt':
        return checkJwt({ core, pools, foreign }, authorizer, call);
      case 'lambda':
        return functions.check(authorizer, call);
    }
  };
  return {
    tokens: pools,
    async check(call, payload) {
      if (call.route.authorizer.kind === 'iam') return checkIam(core, call, payload, options);
      const identity = await identify(call);
      checkResourcePolicy(call);
      return identity;
    },
  };
};
