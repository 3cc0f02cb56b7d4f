import type {
  VerifySoftwareTokenCommandInput,
  VerifySoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { verifyInSession } from '../../core/auth/setup-token.ts';
import { verifyToken } from '../../core/mfa/software-token.ts';
import { publicOperation } from '../operation.ts';
import { tokenOrSession } from './shapes/token-or-session.ts';

export const VerifySoftwareToken = publicOperation<VerifySoftwareTokenCommandInput, VerifySoftwareTokenCommandOutput>(
  async (core, input) => {
    const { UserCode: code, FriendlyDeviceName: name } = input;
    const proof = await tokenOrSession(core, input);
    if (proof.by === 'token') {
      await verifyToken(core, proof.pool, proof.user, code, name);
      return { Status: 'SUCCESS' };
    }
    const { session } = await verifyInSession(core, proof.session, code, name);
    return { Status: 'SUCCESS', Session: session };
  },
);
