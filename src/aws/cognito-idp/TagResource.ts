import type {
  TagResourceCommandInput as Input,
  TagResourceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { changeTags, poolIdOf } from '../../core/pools/tags.ts';
import { signedOperation } from '../operation.ts';

export const TagResource = signedOperation<Input, Output>(async (core, input, caller) => {
  await changeTags(core, poolIdOf(caller, input.ResourceArn), caller, (tags) => ({ ...tags, ...input.Tags }));
  return {};
});
