import type {
  UntagResourceCommandInput as Input,
  UntagResourceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { changeTags, poolIdOf } from '../../core/pools/tags.ts';
import { signedOperation } from '../operation.ts';

export const UntagResource = signedOperation<Input, Output>(async (core, input, caller) => {
  const removed = new Set(input.TagKeys);
  await changeTags(core, poolIdOf(caller, input.ResourceArn), caller, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))),
  );
  return {};
});
