import type {
  AdminUpdateDeviceStatusCommandInput as Input,
  AdminUpdateDeviceStatusCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deviceOwner } from '../../core/devices/admin.ts';
import { setDeviceStatus } from '../../core/devices/manage.ts';
import { signedOperation } from '../operation.ts';

export const AdminUpdateDeviceStatus = signedOperation<Input, Output>(async (core, input, caller) => {
  const { user } = await deviceOwner(core, caller, input.UserPoolId, input.Username);
  await setDeviceStatus(core, user, input.DeviceKey, input.DeviceRememberedStatus);
  return {};
});
