/** Devices as the wire shows them. */
import type {
  AdminListDevicesCommandOutput,
  ConfirmDeviceCommandInput,
  DeviceType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Device } from '../../../core/devices/device.ts';
import type { VerifierConfig } from '../../../core/devices/verifier.ts';
import type { Listing } from '../../../core/paging.ts';
import type { Pool } from '../../../core/pools/pool.ts';
import type { User } from '../../../core/users/user.ts';
import type { Body } from '../../operation.ts';
import { attributeList } from './user.ts';

type Owner = Pick<User, 'username'>;

/** What Cognito says of requests by HTTP clients that are none of its older SDKs. */
const SDK = 'aws-sdk-unknown-unknown';

export const deviceType = (pool: Pool, owner: Owner, device: Device): DeviceType => ({
  DeviceKey: device.key,
  DeviceAttributes: attributeList(attributesOf(pool, owner, device)),
  DeviceCreateDate: new Date(device.createdAt),
  DeviceLastModifiedDate: new Date(device.modifiedAt),
  DeviceLastAuthenticatedDate: new Date(device.lastAuthenticatedAt),
});

const attributesOf = (pool: Pool, { username }: Owner, device: Device): Record<string, string> => {
  const owner = `${username}.${pool.id}`;
  return {
    device_status: 'valid',
    ...(device.name !== undefined && { device_name: device.name }),
    'dev:device_arn': `arn:aws:cognito-idp:${pool.region}:${pool.account}:owner/${owner}/device/${device.key}`,
    'dev:device_owner': owner,
    ...(device.lastIp !== undefined && { last_ip_used: device.lastIp }),
    'dev:device_remembered_status': device.status,
    'dev:device_sdk': SDK,
  };
};

/** ListDevicesResponse, and its twin of the same members. */
export const deviceList = (
  pool: Pool,
  owner: Owner,
  { rows, nextToken }: Listing<Device>,
): Body<AdminListDevicesCommandOutput> => ({
  Devices: rows.map((device) => deviceType(pool, owner, device)),
  PaginationToken: nextToken,
});

/** Both list operations call their token by another name than `page` does. */
export const devicePage = (input: { Limit?: number; PaginationToken?: string }) => ({
  Limit: input.Limit,
  NextToken: input.PaginationToken,
});

export const verifierConfig = (config: ConfirmDeviceCommandInput['DeviceSecretVerifierConfig']): VerifierConfig => ({
  passwordVerifier: config?.PasswordVerifier,
  salt: config?.Salt,
});
