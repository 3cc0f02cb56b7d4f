/** What the device tests share: pools that track devices, a device that was confirmed, and its proof. */
import {
  type AuthenticationResultType,
  ConfirmDeviceCommand,
  type CreateUserPoolCommandInput,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { answer, byPassword, bySrp, type Place } from '../auth/support/house.ts';
import { deviceVerifier, srpClient } from '../auth/support/srp-client.ts';
import { type ConfirmedUser, createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import type { TestApp } from '../support/test-app.ts';

export const ALWAYS = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false };
export const OPT_IN = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true };

export interface House extends Place {
  readonly user: ConfirmedUser;
}

export const makeHouse = async (
  app: TestApp,
  DeviceConfiguration: CreateUserPoolCommandInput['DeviceConfiguration'] | 'none' = ALWAYS,
): Promise<House> => {
  const { Id: poolId } = await createPool(app, DeviceConfiguration === 'none' ? {} : { DeviceConfiguration });
  const { ClientId: clientId } = await createClient(app, poolId);
  return { poolId, clientId, user: await createConfirmedUser(app, poolId) };
};

export interface TestDevice {
  readonly key: string;
  readonly groupKey: string;
  readonly password: string;
  /** Of the sign-in that got the key. */
  readonly tokens: AuthenticationResultType;
  readonly AccessToken: string;
  readonly asked: boolean | undefined;
}

export const signIn = async (app: TestApp, house: House, DEVICE_KEY?: string): Promise<InitiateAuthCommandOutput> =>
  byPassword(app, house, house.user.username, house.user.password, DEVICE_KEY ? { DEVICE_KEY } : {});

export const newKey = async (app: TestApp, house: House) => {
  const { AuthenticationResult: tokens } = await signIn(app, house);
  const { DeviceKey: key, DeviceGroupKey: groupKey } = tokens?.NewDeviceMetadata ?? {};
  if (!tokens?.AccessToken || !key || !groupKey) throw new Error('no new device');
  return { key, groupKey, tokens, AccessToken: tokens.AccessToken };
};

export const newDevice = async (app: TestApp, house: House, name = 'laptop'): Promise<TestDevice> => {
  const given = await newKey(app, house);
  const password = crypto.randomUUID();
  const { UserConfirmationNecessary: asked } = await app.cognito.send(
    new ConfirmDeviceCommand({
      AccessToken: given.AccessToken,
      DeviceKey: given.key,
      DeviceName: name,
      DeviceSecretVerifierConfig: deviceVerifier(given.groupKey, given.key, password),
    }),
  );
  return { ...given, password, asked };
};

/** From DEVICE_SRP_AUTH to the answer to DEVICE_PASSWORD_VERIFIER, not sent yet. */
export const deviceAnswer = async (
  app: TestApp,
  house: House,
  asked: InitiateAuthCommandOutput,
  { key, groupKey, password }: Pick<TestDevice, 'groupKey' | 'key' | 'password'>,
) => {
  const client = srpClient();
  const named = { USERNAME: house.user.username, DEVICE_KEY: key };
  const exchange = await answer(
    app,
    house,
    'DEVICE_SRP_AUTH',
    { ...named, SRP_A: client.SRP_A },
    asked.Session as string,
  );
  const parameters = { ...exchange.ChallengeParameters, USER_ID_FOR_SRP: key };
  return { exchange, given: { ...client.prove(`_${groupKey}`, parameters, password), ...named } };
};

/** Password by SRP, then the device. */
export const onDevice = async (app: TestApp, house: House, device: TestDevice): Promise<InitiateAuthCommandOutput> => {
  const { username, password } = house.user;
  const asked = await bySrp(app, house, username, password, { DEVICE_KEY: device.key });
  if (asked.ChallengeName !== 'DEVICE_SRP_AUTH') return asked;
  const { given } = await deviceAnswer(app, house, asked, device);
  return answer(app, house, 'DEVICE_PASSWORD_VERIFIER', given);
};
