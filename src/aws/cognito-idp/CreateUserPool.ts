import type {
  CreateUserPoolCommandInput as Input,
  CreateUserPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { createPool } from '../../core/pools/create.ts';
import { signedOperation } from '../operation.ts';
import { poolType } from './shapes/pool.ts';
import { poolSettings } from './shapes/pool-settings.ts';
import { newAttribute } from './shapes/schema-attribute.ts';

export const CreateUserPool = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await createPool(core, caller, {
    name: input.PoolName,
    usernameAttributes: input.UsernameAttributes,
    aliasAttributes: input.AliasAttributes,
    caseSensitive: input.UsernameConfiguration?.CaseSensitive,
    schema: input.Schema?.map(newAttribute),
    settings: poolSettings(input),
  });
  return { UserPool: poolType(pool, 0) };
});
