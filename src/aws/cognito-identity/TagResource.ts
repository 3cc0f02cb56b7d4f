import type {
  TagResourceCommandInput as Input,
  TagResourceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { changeIdentityPoolTags, identityPoolIn } from '../../core/identity-pools/tags.ts';
import { signedOperation } from '../operation.ts';

export const TagResource = signedOperation<Input, Output>(async (core, input, caller) => {
  const id = identityPoolIn(caller, input.ResourceArn);
  await changeIdentityPoolTags(core, caller, id, (tags) => ({ ...tags, ...input.Tags }));
  return {};
});
