/** The services behind the gateway, as the configuration names them; none where it names none. */
import type { Config } from './config.ts';
import type { Core } from './core/core.ts';
import type { ServicesDoor } from './gateway/services/door.ts';

export const openServices = async (
  core: Core,
  config: Config,
  surroundings: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly ca: string | undefined;
  },
): Promise<ServicesDoor | undefined> => {
  if (Object.keys(config.services).length === 0) return undefined;
  const { createServicesDoor } = await import('./gateway/services/door.ts');
  return createServicesDoor(core, {
    services: config.services,
    region: config.region,
    account: config.account,
    unsignedInClear: config.mode === 'dev',
    ...surroundings,
  });
};
