import type {
  ListSigningCertificatesCommandInput as Input,
  ListSigningCertificatesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

/** Certificates of SOAP requests cannot be added here; those who delete a user ask nevertheless. */
export const ListSigningCertificates = signedOperation<Input, Output>(async (core, input, caller) => {
  await requireEntity(core, caller.account, 'user', userNameOf(caller, input.UserName));
  return { Certificates: [], IsTruncated: false };
});
