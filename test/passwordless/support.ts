/** What the tests of choice-based and passwordless sign-in share. */
import {
  type AuthFactorType,
  CompleteWebAuthnRegistrationCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { answer, begin, type Place } from '../auth/support/house.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import type { TestApp } from '../support/test-app.ts';
import { Authenticator, type CreationOptions, type Lie, type RequestOptions } from './authenticator.ts';

export const ORIGIN = 'https://login.example.com';
export const RELYING_PARTY = 'example.com';

export const makePlace = async (
  app: TestApp,
  factors: AuthFactorType[] = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Place> => {
  const { Id: poolId } = await createPool(app, {
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors } },
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
    ...pool,
  });
  const { ClientId: clientId } = await createClient(app, poolId, {
    ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ...client,
  });
  return { poolId, clientId };
};

export const configure = (app: TestApp, { poolId }: Place, settings: Partial<SetUserPoolMfaConfigCommandInput> = {}) =>
  app.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      WebAuthnConfiguration: { RelyingPartyId: RELYING_PARTY, UserVerification: 'preferred' },
      ...settings,
    }),
  );

export const reachable = (app: TestApp, { poolId }: Place, attributes: Record<string, string> = {}) =>
  createConfirmedUser(app, poolId, {
    attributes: {
      email: `${crypto.randomUUID()}@example.com`,
      email_verified: 'true',
      phone_number: '+15555550123',
      phone_number_verified: 'true',
      ...attributes,
    },
  });

/** With a password and nothing else to sign in with. */
export const unverified = (app: TestApp, place: Place) =>
  reachable(app, place, { email_verified: 'false', phone_number_verified: 'false' });

export const choose = (app: TestApp, place: Place, username: string, preferred?: string, more = {}) =>
  begin(app, place, 'USER_AUTH', {
    USERNAME: username,
    ...(preferred && { PREFERRED_CHALLENGE: preferred }),
    ...more,
  });

export const select = (app: TestApp, place: Place, username: string, session: string | undefined, ANSWER: string) =>
  answer(app, place, 'SELECT_CHALLENGE', { USERNAME: username, ANSWER }, session);

export const accessTokenOf = async (
  app: TestApp,
  { clientId }: Place,
  username: string,
  password = PASSWORD,
): Promise<string> => {
  const { AuthenticationResult } = await app.cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
};

export const startRegistration = async (app: TestApp, accessToken: string): Promise<CreationOptions> => {
  const started = await app.cognito.send(new StartWebAuthnRegistrationCommand({ AccessToken: accessToken }));
  return started.CredentialCreationOptions as unknown as CreationOptions;
};

export const completeRegistration = (app: TestApp, accessToken: string, credential: object) =>
  app.cognito.send(
    new CompleteWebAuthnRegistrationCommand({ AccessToken: accessToken, Credential: credential as never }),
  );

/** A passkey of the user, as a browser at ORIGIN would have made it. */
export const register = async (app: TestApp, accessToken: string, lie: Lie = {}): Promise<Authenticator> => {
  const authenticator = new Authenticator(ORIGIN);
  await completeRegistration(app, accessToken, authenticator.create(await startRegistration(app, accessToken), lie));
  return authenticator;
};

export interface Ceremony {
  readonly options: RequestOptions & { readonly allowCredentials: readonly { readonly id: string }[] };
  readonly session: string | undefined;
}

export const ceremonyOf = ({ ChallengeParameters, Session }: InitiateAuthCommandOutput): Ceremony => ({
  options: JSON.parse(ChallengeParameters?.['CREDENTIAL_REQUEST_OPTIONS'] ?? '{}') as Ceremony['options'],
  session: Session,
});

export const answerPasskey = (app: TestApp, place: Place, username: string, session: string | undefined, by: object) =>
  answer(app, place, 'WEB_AUTHN', { USERNAME: username, CREDENTIAL: JSON.stringify(by) }, session);

/** The code of the newest message to that address. */
export const codeSentTo = async (app: TestApp, { poolId }: Place, to: string): Promise<string> => {
  const [newest] = await app.mailbox({ userPoolId: poolId, to });
  if (!newest?.code) throw new Error(`no code was sent to ${to}`);
  return newest.code;
};
