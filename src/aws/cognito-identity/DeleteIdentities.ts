import type {
  DeleteIdentitiesCommandInput as Input,
  DeleteIdentitiesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { deleteIdentities } from '../../core/identity-pools/manage.ts';
import { signedOperation } from '../operation.ts';

export const DeleteIdentities = signedOperation<Input, Output>(async (core, input, caller) => {
  const unprocessed = await deleteIdentities(core, caller, input.IdentityIdsToDelete);
  return {
    UnprocessedIdentityIds: unprocessed.map(({ identityId, why }) => ({ IdentityId: identityId, ErrorCode: why })),
  };
});
