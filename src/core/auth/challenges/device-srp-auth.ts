/** DEVICE_SRP_AUTH: a remembered device is to prove itself; its public value comes first. */
import { deviceNotFound } from '../../devices/manage.ts';
import { required } from '../parameters.ts';
import { seal } from '../session.ts';
import type { Challenge } from './challenge.ts';
import { resumeSession } from './resume.ts';
import { knownUser } from './second-factor.ts';
import { clientValue } from './srp-exchange.ts';

export const deviceSrpAuth: Challenge = {
  async issue(core, signIn) {
    return { parameters: {}, session: seal(core, 'auth-session', signIn, 'DEVICE_SRP_AUTH', {}) };
  },

  resume: resumeSession,

  async answer(_core, asked, given) {
    const { progress } = asked;
    if (required(given, 'DEVICE_KEY') !== progress.deviceKey) throw deviceNotFound();
    clientValue(given);
    return { user: knownUser(asked), progress: { ...progress, deviceAsked: true }, spent: false };
  },
};
