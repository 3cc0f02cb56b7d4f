import type { GetDeviceCommandInput, GetDeviceCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { requireDevice } from '../../core/devices/manage.ts';
import { assertTracksDevices } from '../../core/devices/tracking.ts';
import { tokenOperation } from '../operation.ts';
import { deviceType } from './shapes/device.ts';

export const GetDevice = tokenOperation<GetDeviceCommandInput, GetDeviceCommandOutput>(
  async (core, input, { pool, user }) => {
    assertTracksDevices(pool);
    return { Device: deviceType(pool, user, await requireDevice(core, user, input.DeviceKey, 'user')) };
  },
);
