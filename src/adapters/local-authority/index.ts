/** HTTPS for `localhost` and every name below it: certificates for the names that are asked for, when they are. */
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Clock } from '../../core/ports.ts';
import { authorityFile, ensureAuthority } from './authority.ts';
import { type CertificatePair, makeCertificate } from './certificate.ts';
import { inTurn } from './in-turn.ts';

export interface LocalAuthority {
  /** PEM file of the authority's certificate: what browsers and programs are told to trust. */
  readonly certificateFile: string;
  /** The file is there when this resolves. */
  ready(): Promise<void>;
  /** `name`: of the server, as the client says it (SNI); undefined: by address. Rejects for names of elsewhere. */
  contextFor(name: string | undefined): Promise<SecureContext>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LIFETIME = 30 * DAY;
const RENEWED_BEFORE = 7 * DAY;
const MOST_NAMES = 200;
/** Any page of the internet can have a browser ask for names below localhost, and each costs a process. */
const MOST_WAITING = 20;

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const LOCAL_NAME = new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)*localhost$`);

interface Known {
  readonly context: Promise<SecureContext>;
  /** Epoch milliseconds. */
  readonly renewAt: number;
}

export const createLocalAuthority = (dataDir: string, clock: Clock): LocalAuthority => {
  const known = new Map<string, Known>();
  const making = inTurn(MOST_WAITING);
  let authority: Promise<CertificatePair> | undefined;
  const own = (): Promise<CertificatePair> => {
    authority ??= ensureAuthority(dataDir, clock.now()).catch((error: unknown) => {
      authority = undefined;
      throw error;
    });
    return authority;
  };

  const make = async (name: string, now: number): Promise<SecureContext> => {
    const request = { name, notBefore: now - HOUR, notAfter: now + LIFETIME, authority: await own() };
    const { certificate, key } = await making(() => makeCertificate(request));
    return createSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' });
  };

  const keep = (name: string, now: number): Promise<SecureContext> => {
    const context = make(name, now);
    context.catch(() => known.delete(name));
    known.delete(name);
    known.set(name, { context, renewAt: now + LIFETIME - RENEWED_BEFORE });
    const [oldest] = known.keys();
    if (known.size > MOST_NAMES && oldest !== undefined) known.delete(oldest);
    return context;
  };

  return {
    certificateFile: authorityFile(dataDir),
    ready: async () => void (await own()),
    contextFor: async (asked = 'localhost') => {
      const name = asked.toLowerCase();
      if (!LOCAL_NAME.test(name)) throw new Error(`${asked} is not a name of this machine`);
      const found = known.get(name);
      const now = clock.now();
      return found && now < found.renewAt ? found.context : keep(name, now);
    },
  };
};
