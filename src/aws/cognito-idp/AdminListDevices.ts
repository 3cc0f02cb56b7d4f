import type {
  AdminListDevicesCommandInput as Input,
  AdminListDevicesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { asMissingResource, deviceOwner } from '../../core/devices/admin.ts';
import { listDevices } from '../../core/devices/manage.ts';
import { signedOperation } from '../operation.ts';
import { deviceList, devicePage } from './shapes/device.ts';
import { page } from './shapes/page.ts';

export const AdminListDevices = signedOperation<Input, Output>(async (core, input, caller) => {
  const { pool, user } = await deviceOwner(core, caller, input.UserPoolId, input.Username).catch(asMissingResource);
  return deviceList(pool, user, await listDevices(core, user, 'administrator', page(devicePage(input))));
});
