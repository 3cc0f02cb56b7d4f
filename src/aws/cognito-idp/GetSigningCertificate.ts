import type {
  GetSigningCertificateCommandInput as Input,
  GetSigningCertificateCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { signingCertificate } from '../../core/identity-providers/signing-certificate.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';

export const GetSigningCertificate = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { Certificate: (await signingCertificate(core, pool)).certificate };
});
