import type {
  UpdateDeviceStatusCommandInput,
  UpdateDeviceStatusCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { setDeviceStatus } from '../../core/devices/manage.ts';
import { assertTracksDevices } from '../../core/devices/tracking.ts';
import { tokenOperation } from '../operation.ts';

export const UpdateDeviceStatus = tokenOperation<UpdateDeviceStatusCommandInput, UpdateDeviceStatusCommandOutput>(
  async (core, input, { pool, user }) => {
    assertTracksDevices(pool);
    await setDeviceStatus(core, user, input.DeviceKey, input.DeviceRememberedStatus);
    return {};
  },
);
