import type {
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { associateInSession } from '../../core/auth/setup-token.ts';
import { associateToken } from '../../core/mfa/software-token.ts';
import { publicOperation } from '../operation.ts';
import { asRevoked, tokenOrSession } from './shapes/token-or-session.ts';

export const AssociateSoftwareToken = publicOperation<
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput
>(async (core, input) => {
  const proof = await tokenOrSession(core, input).catch(asRevoked);
  if (proof.by === 'token') return { SecretCode: await associateToken(core, proof.pool, proof.user) };
  const { secret, session } = await associateInSession(core, proof.session);
  return { SecretCode: secret, Session: session };
});
