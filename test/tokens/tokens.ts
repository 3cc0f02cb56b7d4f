/** What the token tests share: sign-ins over the wire, and tokens taken apart. */
import {
  type AuthenticationResultType,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import type { TestApp } from '../support/test-app.ts';

export type Tokens = Required<Pick<AuthenticationResultType, 'AccessToken' | 'IdToken' | 'RefreshToken' | 'ExpiresIn'>>;

export async function signIn(
  { cognito }: Pick<TestApp, 'cognito'>,
  clientId: string,
  user: { readonly username: string; readonly password: string },
): Promise<Tokens> {
  const answer = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
    }),
  );
  return answer.AuthenticationResult as Tokens;
}

export async function refresh(app: Pick<TestApp, 'cognito'>, clientId: string, token: string): Promise<Tokens> {
  const answer = await app.cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: token },
    }),
  );
  return answer.AuthenticationResult as Tokens;
}

export async function rotate(app: Pick<TestApp, 'cognito'>, clientId: string, token: string): Promise<Tokens> {
  const answer = await app.cognito.send(
    new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: token }),
  );
  return answer.AuthenticationResult as Tokens;
}

/** GetUser: what an access token is good for. */
export const whoAmI = ({ cognito }: Pick<TestApp, 'cognito'>, accessToken: string) =>
  cognito.send(new GetUserCommand({ AccessToken: accessToken }));

const part = (token: string, at: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString('utf8'));
export const headerOf = (token: string) => part(token, 0);
export const claimsOf = (token: string) => part(token, 1);

export const refusal = (name: string, message: string) => expect.objectContaining({ name, message });
