import type {
  ListTagsForResourceCommandInput as Input,
  ListTagsForResourceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { storedPool } from '../../core/pools/owned-pool.ts';
import { poolIdOf } from '../../core/pools/tags.ts';
import { signedOperation } from '../operation.ts';

export const ListTagsForResource = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await storedPool(core, caller, poolIdOf(caller, input.ResourceArn));
  return { Tags: pool.settings.tags };
});
