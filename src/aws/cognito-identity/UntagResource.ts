import type {
  UntagResourceCommandInput as Input,
  UntagResourceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { changeIdentityPoolTags, identityPoolIn } from '../../core/identity-pools/tags.ts';
import { signedOperation } from '../operation.ts';

export const UntagResource = signedOperation<Input, Output>(async (core, input, caller) => {
  const id = identityPoolIn(caller, input.ResourceArn);
  await changeIdentityPoolTags(core, caller, id, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
  );
  return {};
});
