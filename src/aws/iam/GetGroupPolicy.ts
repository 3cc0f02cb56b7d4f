import type { GetGroupPolicyCommandInput as Input, GetGroupPolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { inlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';
import { encodedDocument } from './shapes/entities.ts';

export const GetGroupPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { GroupName, PolicyName } = input;
  const document = await inlinePolicy(core, account, 'group', GroupName, PolicyName);
  return { GroupName, PolicyName, PolicyDocument: encodedDocument(document) };
});
