/** The services behind the gateway, as the configuration names them; none where it names none. */
import type { Config } from './config.ts';
import type { Core } from './core/core.ts';
import { createServicesDoor, type ServicesDoor } from './gateway/services/door.ts';

export const openServices = (
  core: Core,
  config: Config,
  surroundings: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly ca: string | undefined;
  },
): ServicesDoor | undefined =>
  Object.keys(config.services).length === 0
    ? undefined
    : createServicesDoor(core, {
        services: config.services,
        region: config.region,
        account: config.account,
        unsignedInClear: config.mode === 'dev',
        ...surroundings,
      });
