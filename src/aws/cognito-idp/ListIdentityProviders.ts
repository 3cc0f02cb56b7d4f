import type {
  ListIdentityProvidersCommandInput as Input,
  ListIdentityProvidersCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listProviders } from '../../core/identity-providers/find.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { providerDescription } from './shapes/identity-provider.ts';
import { page } from './shapes/page.ts';

/** ProvidersListType holds no more, whatever is asked for. */
const MOST_IN_AN_ANSWER = 50;

export const ListIdentityProviders = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { limit, token } = page(input);
  const { rows, nextToken } = await listProviders(core, pool.id, { limit: Math.min(limit, MOST_IN_AN_ANSWER), token });
  return { Providers: rows.map(providerDescription), NextToken: nextToken };
});
