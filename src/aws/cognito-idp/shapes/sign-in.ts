/** Answers of the sign-in operations as the wire shows them. */
import type {
  AuthenticationResultType,
  ChallengeNameType,
  InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SignInAnswer } from '../../../core/auth/sign-in.ts';
import type { IssuedTokens } from '../../../core/tokens/issue.ts';
import type { Body } from '../../operation.ts';

export const authenticationResult = (tokens: IssuedTokens): AuthenticationResultType => ({
  AccessToken: tokens.accessToken,
  ExpiresIn: tokens.expiresIn,
  TokenType: 'Bearer',
  RefreshToken: tokens.refreshToken,
  IdToken: tokens.idToken,
  NewDeviceMetadata: tokens.newDevice && {
    DeviceKey: tokens.newDevice.key,
    DeviceGroupKey: tokens.newDevice.groupKey,
  },
});

/** InitiateAuthResponse, and its three twins of the same members. */
export const signInResponse = (answer: SignInAnswer): Body<InitiateAuthCommandOutput> =>
  answer.kind === 'tokens'
    ? { ChallengeParameters: {}, AuthenticationResult: authenticationResult(answer.tokens) }
    : {
        ChallengeName: answer.name satisfies ChallengeNameType,
        Session: answer.session,
        ChallengeParameters: { ...answer.parameters },
        ...(answer.available && { AvailableChallenges: [...answer.available] }),
      };
