import type {
  ListTagsForResourceCommandInput as Input,
  ListTagsForResourceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { ownedIdentityPool } from '../../core/identity-pools/find.ts';
import { identityPoolIn } from '../../core/identity-pools/tags.ts';
import { signedOperation } from '../operation.ts';

export const ListTagsForResource = signedOperation<Input, Output>(async (core, input, caller) => {
  const { settings } = await ownedIdentityPool(core, caller, identityPoolIn(caller, input.ResourceArn));
  return { Tags: { ...settings.tags } };
});
