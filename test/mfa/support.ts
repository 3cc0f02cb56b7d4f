/** What the tests of second factors share. TOTP codes are made here by hand, from RFC 4226 and RFC 6238. */
import { createHmac } from 'node:crypto';
import {
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceCommandInput,
  AssociateSoftwareTokenCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { byPassword } from '../auth/support/house.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import type { TestApp } from '../support/test-app.ts';

export const SMS_ROLE = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'sms' };
export const STEP = 30_000;

export interface Place {
  readonly poolId: string;
  readonly clientId: string;
}

type MfaConfig = Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>;

export const allMethods: MfaConfig = {
  MfaConfiguration: 'OPTIONAL',
  SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE },
  SoftwareTokenMfaConfiguration: { Enabled: true },
  EmailMfaConfiguration: { Message: 'Enter {####} now', Subject: 'Sign-in code' },
};

export const setMfa = (app: TestApp, { poolId }: Pick<Place, 'poolId'>, config: MfaConfig) =>
  app.cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId: poolId, ...config }));

export const mfaPlace = async (app: TestApp, config: MfaConfig = allMethods): Promise<Place> => {
  const { Id: poolId } = await createPool(app);
  const { ClientId: clientId } = await createClient(app, poolId);
  await setMfa(app, { poolId }, config);
  return { poolId, clientId };
};

/** The code of the running step, or of one some steps away. */
export const totp = (app: TestApp, secret: string, away = 0): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(app.clock.now() / STEP) + away));
  const mac = createHmac('sha1', unbase32(secret)).update(counter).digest();
  const at = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

/** A code that is none of those near. */
export const wrongTotp = (app: TestApp, secret: string): string => {
  const near = [-2, -1, 0, 1, 2].map((away) => totp(app, secret, away));
  return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !near.includes(code)) as string;
};

const unbase32 = (text: string): Buffer => {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
};

export const accessToken = async (app: TestApp, place: Place, username: string): Promise<string> => {
  const { AuthenticationResult } = await byPassword(app, place, username, PASSWORD);
  if (!AuthenticationResult?.AccessToken) throw new Error('no tokens');
  return AuthenticationResult.AccessToken;
};

export const prefer = (
  app: TestApp,
  { poolId }: Place,
  username: string,
  wishes: Omit<AdminSetUserMFAPreferenceCommandInput, 'UserPoolId' | 'Username'>,
) => app.cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: username, ...wishes }));

export interface Enrolled {
  readonly username: string;
  readonly secret: string;
}

/** A user with a verified software token that is switched on; its last used code is of a step long over, and the
 *  running step has just begun. */
export const enrolledUser = async (
  app: TestApp,
  place: Place,
  attributes: Record<string, string> = {},
): Promise<Enrolled> => {
  const { username } = await createConfirmedUser(app, place.poolId, { attributes });
  const secret = await enrol(app, place, username);
  app.clock.advance(3 * STEP - (app.clock.now() % STEP) + 3000);
  return { username, secret };
};

export const enrol = async (app: TestApp, place: Place, username: string): Promise<string> => {
  const AccessToken = await accessToken(app, place, username);
  const { SecretCode } = await app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const secret = SecretCode as string;
  await app.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(app, secret) }));
  await prefer(app, place, username, { SoftwareTokenMfaSettings: { Enabled: true } });
  return secret;
};

/** The newest code sent to somebody. */
export const sentCode = async (app: TestApp, { poolId }: Place, to: string): Promise<string> => {
  const [newest] = await app.mailbox({ userPoolId: poolId, to });
  if (!newest?.code) throw new Error(`nothing was sent to ${to}`);
  return newest.code;
};
