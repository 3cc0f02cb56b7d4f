import type {
  AdminForgetDeviceCommandInput as Input,
  AdminForgetDeviceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deviceOwner } from '../../core/devices/admin.ts';
import { forgetDevice } from '../../core/devices/manage.ts';
import { signedOperation } from '../operation.ts';

export const AdminForgetDevice = signedOperation<Input, Output>(async (core, input, caller) => {
  const { user } = await deviceOwner(core, caller, input.UserPoolId, input.Username);
  await forgetDevice(core, user, input.DeviceKey);
  return {};
});
