/**
 * A pool that has one of everything that requests can name, and the names: what a random request needs to get past "not
 * found". Several values for a name stand for several stages.
 */
import {
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  CreateManagedLoginBrandingCommand,
  CreateResourceServerCommand,
  CreateTermsCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { begin, type Place } from '../../auth/support/house.ts';
import { ALWAYS, newDevice } from '../../devices/support.ts';
import { createJob } from '../../directory/support.ts';
import { allMethods, enrol } from '../../mfa/support.ts';
import { configure, makePlace, reachable, register } from '../../passwordless/support.ts';
import { PASSWORD } from '../../support/builders.ts';
import type { TestApp } from '../../support/test-app.ts';

export type Known = Readonly<Record<string, readonly unknown[]>>;

/** Members that fit each other: a question that was put, and how to answer it. */
export interface Stage {
  readonly Session: string | undefined;
  readonly ChallengeName: string;
  readonly ChallengeResponses: Readonly<Record<string, string>>;
}

export interface Furnished {
  readonly known: Known;
  readonly stages: readonly Stage[];
}

const FLOWS = [
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;

const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** Functions for the three of CUSTOM_AUTH; the server must be given a place for them. */
export const furnishedPool = async (app: TestApp): Promise<Furnished> => {
  const place = await makePlace(
    app,
    ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
    {
      DeviceConfiguration: ALWAYS,
      UsernameConfiguration: { CaseSensitive: false },
      LambdaConfig: {
        DefineAuthChallenge: arn('define'),
        CreateAuthChallenge: arn('create'),
        VerifyAuthChallengeResponse: arn('verify'),
      },
    },
    { ExplicitAuthFlows: [...FLOWS], AuthSessionValidity: 15 },
  );
  await configure(app, place, { ...allMethods, EmailMfaConfiguration: undefined });
  const { known, stages } = await ofUsers(app, place);
  const Session = stages.map((stage) => stage.Session);
  return { known: { ...known, Session, ...(await ofRecords(app, place)) }, stages };
};

const ofUsers = async (app: TestApp, place: Place): Promise<Furnished> => {
  const user = await reachable(app, place, { email: 'a@example.com' });
  const device = await newDevice(app, { ...place, user });
  const { AccessToken } = device;
  const passkey = await register(app, AccessToken);
  const careful = await reachable(app, place);
  await enrol(app, place, careful.username);
  const named = { USERNAME: user.username };
  const stage = async (flow: string, given: Record<string, string>, responses: Record<string, string>) => {
    const { ChallengeName = '', Session } = await begin(app, place, flow, { ...named, ...given });
    return { Session, ChallengeName, ChallengeResponses: { ...named, ...given, ...responses } };
  };
  const CREDENTIAL = JSON.stringify(passkey.get({ challenge: 'AAAA', rpId: 'example.com' }));
  const stages = await Promise.all([
    stage('USER_AUTH', {}, { ANSWER: 'PASSWORD', PASSWORD: 'not the password' }),
    stage('USER_AUTH', {}, { ANSWER: 'PASSWORD_SRP', SRP_A: 'ab12' }),
    stage('USER_AUTH', {}, { ANSWER: 'WEB_AUTHN' }),
    stage('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP' }, { SRP_A: 'ab12' }),
    stage('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' }, { EMAIL_OTP_CODE: '00000000' }),
    stage('USER_AUTH', { PREFERRED_CHALLENGE: 'SMS_OTP' }, { SMS_OTP_CODE: '000000' }),
    stage('USER_AUTH', { PREFERRED_CHALLENGE: 'WEB_AUTHN' }, { CREDENTIAL }),
    stage('CUSTOM_AUTH', {}, { ANSWER: 'because' }),
    stage('USER_PASSWORD_AUTH', { PASSWORD, DEVICE_KEY: device.key }, { SRP_A: 'ab12' }),
    stage('USER_PASSWORD_AUTH', { USERNAME: careful.username, PASSWORD }, { SOFTWARE_TOKEN_MFA_CODE: '000000' }),
  ]);
  const known = {
    Username: [user.username, careful.username],
    Password: [PASSWORD],
    AccessToken: [AccessToken],
    RefreshToken: [device.tokens.RefreshToken],
    Token: [device.tokens.RefreshToken],
    DeviceKey: [device.key],
    CredentialId: [passkey.id],
    AuthFlow: ['USER_AUTH', 'USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH'],
    AuthParameters: [
      { ...named, PASSWORD, SRP_A: 'ab12', DEVICE_KEY: device.key },
      { ...named, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
      { ...named, SRP_A: 'ab12', CHALLENGE_NAME: 'SRP_A' },
      { REFRESH_TOKEN: device.tokens.RefreshToken },
    ],
    AttributeName: ['email'],
    UserAttributes: [[{ Name: 'name', Value: 'A' }], [{ Name: 'email', Value: 'b@example.com' }]],
    UserAttributeNames: [['name']],
    PreviousPassword: [PASSWORD],
    DestinationUser: [{ ProviderName: 'Cognito', ProviderAttributeValue: user.username }],
    SourceUser: [{ ProviderName: 'Google', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: '1' }],
    Filter: ['email ^= "a"', 'status = "Enabled"'],
  };
  return { known, stages };
};

const ofRecords = async (app: TestApp, { poolId: UserPoolId, clientId: ClientId }: Place): Promise<Known> => {
  const { cognito } = app;
  const of = { UserPoolId };
  await cognito.send(new CreateGroupCommand({ ...of, GroupName: 'staff' }));
  const ProviderDetails = { client_id: 'app', client_secret: 'hush', authorize_scopes: 'openid' };
  const provider = { ...of, ProviderName: 'Google', ProviderType: 'Google', ProviderDetails } as const;
  await cognito.send(new CreateIdentityProviderCommand({ ...provider, IdpIdentifiers: ['goo'] }));
  await cognito.send(
    new CreateResourceServerCommand({
      ...of,
      Identifier: 'https://api.example.com',
      Name: 'api',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'reads' }],
    }),
  );
  const branded = { ...of, ClientId, UseCognitoProvidedValues: true };
  const { ManagedLoginBranding } = await cognito.send(new CreateManagedLoginBrandingCommand(branded));
  const Domain = `fuzz-${crypto.randomUUID().slice(0, 8)}`;
  await cognito.send(new CreateUserPoolDomainCommand({ ...of, Domain }));
  const { Terms } = await cognito.send(
    new CreateTermsCommand({
      ...of,
      ClientId,
      TermsName: 'terms-of-use',
      TermsSource: 'LINK',
      Enforcement: 'NONE',
      Links: { 'cognito:default': 'https://example.com/terms' },
    }),
  );
  const job = await createJob(app, UserPoolId);
  return {
    UserPoolId: [UserPoolId],
    ClientId: [ClientId],
    GroupName: ['staff'],
    ProviderName: ['Google'],
    IdpIdentifier: ['goo'],
    Identifier: ['https://api.example.com'],
    Domain: [Domain],
    ManagedLoginBrandingId: [ManagedLoginBranding?.ManagedLoginBrandingId],
    TermsId: [Terms?.TermsId],
    JobId: [job.JobId],
    ResourceArn: [`arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`],
  };
};
