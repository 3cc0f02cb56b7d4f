/** One row of an import file becomes a user, or is refused with a text for the log that holds none of its values. */
import { type HashAlgorithm, readPasswordHash } from '../../crypto/password-hash.ts';
import { accountName } from '../accounts/sign-up-name.ts';
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { sealHash } from '../passwords/verify.ts';
import type { Pool } from '../pools/pool.ts';
import type { CsvRow } from '../ports.ts';
import { checkNewAttributes } from '../users/attributes.ts';
import { newUser } from '../users/insert.ts';
import type { User } from '../users/user.ts';
import { MFA_ENABLED, PASSWORD_HASH, USERNAME } from './header.ts';
import type { ImportJob } from './job.ts';

export interface RowReader {
  readonly pool: Pool;
  readonly job: ImportJob;
  /** The header. */
  readonly columns: readonly string[];
}

const OWN: ReadonlySet<string> = new Set([USERNAME, MFA_ENABLED, PASSWORD_HASH]);
const LONGEST_USERNAME = 128;
const US_DATE = /^(\d{2})\/(\d{2})\/(\d{4})$/;

type Cells = Readonly<Record<string, string>>;

/** Throws InvalidParameterException. */
export const userOf = (
  core: Pick<Core, 'clock' | 'random' | 'sealer'>,
  { pool, job, columns }: RowReader,
  row: CsvRow,
): User => {
  const cells = cellsOf(columns, row);
  const name = usernameOf(cells);
  const given = attributesOf(cells);
  const account = accountOf(pool, name, given);
  const attributes = checkNewAttributes(pool, { ...account.attributes, ...given }, {}, { requireAll: true });
  assertReachable(pool, attributes);
  const own = account.username === undefined ? {} : { username: account.username };
  const user = newUser(core, pool, { ...own, status: 'RESET_REQUIRED', attributes, ...mfaOf(pool, cells, attributes) });
  return withPassword(core, job, user, cells[PASSWORD_HASH] ?? '');
};

const cellsOf = (columns: readonly string[], { values, tooLong }: CsvRow): Cells => {
  if (tooLong) throw invalidParameter('The row is longer than 16000 characters.');
  if (values.length !== columns.length) {
    throw invalidParameter('The number of values in the row is not the number of columns in the header.');
  }
  return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']));
};

const usernameOf = (cells: Cells): string => {
  const name = cells[USERNAME] ?? '';
  if (name === '') throw invalidParameter(`${USERNAME} is required.`);
  if (/\s/u.test(name)) throw invalidParameter(`${USERNAME} cannot contain spaces or tabs.`);
  if (name.length > LONGEST_USERNAME) {
    throw invalidParameter(`${USERNAME} must be no longer than ${LONGEST_USERNAME} characters.`);
  }
  return name;
};

const attributesOf = (cells: Cells): Record<string, string> => {
  const given = Object.entries(cells).filter(([name, value]) => value !== '' && !OWN.has(name));
  return Object.fromEntries(given.map(([name, value]) => [name, name === 'birthdate' ? isoDate(value) : value]));
};

/** The file has mm/dd/yyyy, OpenID Connect Core (section 5.1) wants YYYY-MM-DD. */
const isoDate = (value: string): string => value.replace(US_DATE, '$3-$1-$2');

/** In pools that make the username, the row's e-mail address or phone number is its name where the name is neither. */
const accountOf = (pool: Pool, name: string, given: Cells) =>
  pool.usernameAttributes.some((contact) => given[contact] !== undefined)
    ? { attributes: {} }
    : accountName(pool, name);

/** Without one, nobody could receive the code that a first password needs. */
const assertReachable = ({ settings }: Pool, attributes: Cells): void => {
  if (settings.autoVerifiedAttributes.some((contact) => attributes[`${contact}_verified`] === 'true')) return;
  throw invalidParameter(
    'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
  );
};

const mfaOf = ({ settings }: Pool, cells: Cells, attributes: Cells): Pick<User, 'mfa'> => {
  const wanted = (cells[MFA_ENABLED] ?? '').toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') throw invalidParameter(`${MFA_ENABLED} must be true or false.`);
  const { mfaConfiguration } = settings;
  if (mfaConfiguration === 'ON' && wanted === 'false') {
    throw invalidParameter(`${MFA_ENABLED} must be true, since MFA is required in the user pool.`);
  }
  if (mfaConfiguration === 'OFF' && wanted === 'true') {
    throw invalidParameter(`${MFA_ENABLED} must be false, since MFA is off in the user pool.`);
  }
  return wanted === 'true' && attributes['phone_number'] ? { mfa: { enabled: ['SMS_MFA'] } } : {};
};

const withPassword = (core: Pick<Core, 'clock' | 'sealer'>, job: ImportJob, user: User, hash: string): User => {
  const algorithm: HashAlgorithm | undefined = job.algorithm;
  if (algorithm === undefined || hash === '') return user;
  if (readPasswordHash(algorithm, hash) === undefined) {
    throw invalidParameter(`${PASSWORD_HASH} is not a supported ${algorithm} hash.`);
  }
  const password = { sealed: sealHash(core, user, hash), setAt: core.clock.now(), algorithm };
  return { ...user, status: 'CONFIRMED', password };
};
