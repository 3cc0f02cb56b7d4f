/** What a user has to sign in with, as the user and an administrator are told. */
import {
  AdminGetUserAuthFactorsCommand,
  AdminSetUserMFAPreferenceCommand,
  GetUserAuthFactorsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Place, refused } from '../auth/support/house.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { accessTokenOf, configure, makePlace, reachable, register, unverified } from './support.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(app);
  await configure(app, place, {
    MfaConfiguration: 'OPTIONAL',
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
  });
});
afterAll(() => app.stop());

const asAdmin = (Username: string, UserPoolId = place.poolId) =>
  app.cognito.send(new AdminGetUserAuthFactorsCommand({ UserPoolId, Username }));

test('both are told the same', async () => {
  const { username } = await reachable(app, place);
  const AccessToken = await accessTokenOf(app, place, username);
  await register(app, AccessToken);
  const { $metadata: _, ...own } = await app.cognito.send(new GetUserAuthFactorsCommand({ AccessToken }));
  expect(own).toEqual({
    Username: username,
    ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  });
  const { $metadata: __, ...told } = await asAdmin(username);
  expect(told).toEqual(own);
});

test('only what the user can use is told', async () => {
  const { username } = await unverified(app, place);
  expect(await asAdmin(username)).toMatchObject({ ConfiguredUserAuthFactors: ['PASSWORD'] });
});

test('second factors are told, and their use for the first', async () => {
  const { username } = await reachable(app, place);
  await app.cognito.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: place.poolId,
      Username: username,
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );
  expect(await asAdmin(username)).toMatchObject({
    PreferredMfaSetting: 'SMS_MFA',
    UserMFASettingList: ['SMS_MFA'],
    ConfiguredUserAuthFactors: ['PASSWORD'],
  });
});

test('unknown users, pools and tokens are refused', async () => {
  await refused(asAdmin('nobody'), 'UserNotFoundException', 'User does not exist.');
  await refused(
    asAdmin('nobody', 'us-east-1_AAAAAAAAA'),
    'ResourceNotFoundException',
    'User pool us-east-1_AAAAAAAAA does not exist.',
  );
  await refused(
    app.cognito.send(new GetUserAuthFactorsCommand({ AccessToken: 'aaaa.bbbb.cccc' })),
    'NotAuthorizedException',
    'Invalid Access Token',
  );
});
