import type {
  AdminCreateUserCommandInput as Input,
  AdminCreateUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { inviteUser, resendInvitation } from '../../core/users/invite.ts';
import { signedOperation } from '../operation.ts';
import { attributeRecord, userType } from './shapes/user.ts';

export const AdminCreateUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const invite = input.MessageAction === 'RESEND' ? resendInvitation : inviteUser;
  const user = await invite(core, pool, {
    name: input.Username,
    attributes: attributeRecord(input.UserAttributes),
    temporaryPassword: input.TemporaryPassword,
    forceAlias: input.ForceAliasCreation,
    suppressMessage: input.MessageAction === 'SUPPRESS',
    mediums: input.DesiredDeliveryMediums ?? [],
    clientMetadata: input.ClientMetadata,
    validationData: input.ValidationData && attributeRecord(input.ValidationData),
  });
  return { User: userType(pool, user) };
});
