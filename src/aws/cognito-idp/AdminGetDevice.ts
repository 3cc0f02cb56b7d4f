import type {
  AdminGetDeviceCommandInput as Input,
  AdminGetDeviceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { asMissingResource, deviceOwner } from '../../core/devices/admin.ts';
import { requireDevice } from '../../core/devices/manage.ts';
import { signedOperation } from '../operation.ts';
import { deviceType } from './shapes/device.ts';

export const AdminGetDevice = signedOperation<Input, Output>(async (core, input, caller) => {
  const { pool, user } = await deviceOwner(core, caller, input.UserPoolId, input.Username).catch(asMissingResource);
  return { Device: deviceType(pool, user, await requireDevice(core, user, input.DeviceKey)) };
});
