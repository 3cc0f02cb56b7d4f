import type { ConfirmDeviceCommandInput, ConfirmDeviceCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { confirmDevice } from '../../core/devices/confirm.ts';
import { tokenOperation } from '../operation.ts';
import { verifierConfig } from './shapes/device.ts';

export const ConfirmDevice = tokenOperation<ConfirmDeviceCommandInput, ConfirmDeviceCommandOutput>(
  async (core, input, caller, { sourceIp }) => ({
    UserConfirmationNecessary: await confirmDevice(core, caller, {
      key: input.DeviceKey,
      name: input.DeviceName,
      verifier: verifierConfig(input.DeviceSecretVerifierConfig),
      ip: sourceIp,
    }),
  }),
);
