import type { ListDevicesCommandInput, ListDevicesCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { listDevices } from '../../core/devices/manage.ts';
import { assertTracksDevices } from '../../core/devices/tracking.ts';
import { tokenOperation } from '../operation.ts';
import { deviceList, devicePage } from './shapes/device.ts';
import { page } from './shapes/page.ts';

export const ListDevices = tokenOperation<ListDevicesCommandInput, ListDevicesCommandOutput>(
  async (core, input, { pool, user }) => {
    assertTracksDevices(pool);
    return deviceList(pool, user, await listDevices(core, user, 'user', page(devicePage(input))));
  },
);
