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
export const furnishedPool = async (app: TestApp): Promise<Known> => {
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
  return { ...(await ofUsers(app, place)), ...(await ofRecords(app, place)) };
};

const ofUsers = async (app: TestApp, place: Place): Promise<Known> => {
  const user = await reachable(app, place, { email: 'a@example.com' });
  const device = await newDevice(app, { ...place, user });
  const { AccessToken } = device;
  const passkey = await register(app, AccessToken);
  const careful = await reachable(app, place);
  await enrol(app, place, careful.username);
  const named = { USERNAME: user.username };
  const start = async (flow: string, given: Record<string, string>) => (await begin(app, place, flow, given)).Session;
  return {
    Username: [user.username, careful.username],
    Password: [PASSWORD],
    AccessToken: [AccessToken],
    RefreshToken: [device.tokens.RefreshToken],
    Token: [device.tokens.RefreshToken],
    DeviceKey: [device.key],
    CredentialId: [passkey.id],
    Session: await Promise.all([
      start('USER_AUTH', named),
      start('USER_AUTH', { ...named, PREFERRED_CHALLENGE: 'EMAIL_OTP' }),
      start('USER_AUTH', { ...named, PREFERRED_CHALLENGE: 'SMS_OTP' }),
      start('USER_AUTH', { ...named, PREFERRED_CHALLENGE: 'WEB_AUTHN' }),
      start('CUSTOM_AUTH', named),
      start('USER_PASSWORD_AUTH', { ...named, PASSWORD, DEVICE_KEY: device.key }),
      start('USER_PASSWORD_AUTH', { USERNAME: careful.username, PASSWORD }),
    ]),
    AuthFlow: ['USER_AUTH', 'USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH'],
    AuthParameters: [
      { ...named, PASSWORD, SRP_A: 'ab12', DEVICE_KEY: device.key },
      { ...named, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
      { ...named, SRP_A: 'ab12', CHALLENGE_NAME: 'SRP_A' },
      { REFRESH_TOKEN: device.tokens.RefreshToken },
    ],
    ChallengeName: [
      ...['CUSTOM_CHALLENGE', 'DEVICE_SRP_AUTH', 'EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP', 'SELECT_CHALLENGE'],
      ...['SMS_OTP', 'SOFTWARE_TOKEN_MFA', 'WEB_AUTHN'],
    ],
    ChallengeResponses: [
      { ...named, ANSWER: 'PASSWORD', PASSWORD: 'not the password' },
      { ...named, ANSWER: 'PASSWORD_SRP', SRP_A: 'ab12' },
      { ...named, SRP_A: 'ab12', DEVICE_KEY: device.key },
      { ...named, EMAIL_OTP_CODE: '00000000', SMS_OTP_CODE: '000000' },
      { ...named, CREDENTIAL: JSON.stringify(passkey.get({ challenge: 'AAAA', rpId: 'example.com' })) },
      { USERNAME: careful.username, SOFTWARE_TOKEN_MFA_CODE: '000000' },
    ],
    Filter: ['email ^= "a"', 'status = "Enabled"'],
  };
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
