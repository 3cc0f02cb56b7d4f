import type { GetRolePolicyCommandInput as Input, GetRolePolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { inlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';
import { encodedDocument } from './shapes/entities.ts';

export const GetRolePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { RoleName, PolicyName } = input;
  const document = await inlinePolicy(core, account, 'role', RoleName, PolicyName);
  return { RoleName, PolicyName, PolicyDocument: encodedDocument(document) };
});
