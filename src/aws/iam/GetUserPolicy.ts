import type { GetUserPolicyCommandInput as Input, GetUserPolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { inlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';
import { encodedDocument } from './shapes/entities.ts';

export const GetUserPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { UserName, PolicyName } = input;
  const document = await inlinePolicy(core, account, 'user', UserName, PolicyName);
  return { UserName, PolicyName, PolicyDocument: encodedDocument(document) };
});
