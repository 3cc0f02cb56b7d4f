import type { ForgetDeviceCommandInput, ForgetDeviceCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { forgetDevice } from '../../core/devices/manage.ts';
import { assertTracksDevices } from '../../core/devices/tracking.ts';
import { tokenOperation } from '../operation.ts';

export const ForgetDevice = tokenOperation<ForgetDeviceCommandInput, ForgetDeviceCommandOutput>(
  async (core, input, { pool, user }) => {
    assertTracksDevices(pool);
    await forgetDevice(core, user, input.DeviceKey);
    return {};
  },
);
