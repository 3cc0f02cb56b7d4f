/** Walking a document with its places in hand: what is wrong is named by line and path. */

export interface DocumentProblem {
  /** `api.yaml:12:5` */
  readonly at: string;
  /** `paths./rides.post.security` */
  readonly path: string;
  readonly message: string;
}

export class DocumentRefused extends Error {
  readonly problems: readonly DocumentProblem[];

  constructor(problems: readonly DocumentProblem[]) {
    super(problems.map(({ at, path, message }) => `${at} ${path === '' ? '' : `${path}: `}${message}`).join('\n'));
    this.name = 'DocumentRefused';
    this.problems = problems;
  }
}

type Key = string | number;
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of the document and where it stands. */
export class Node {
  readonly value: unknown;
  readonly path: readonly Key[];
  readonly #report: (path: readonly Key[], message: string) => void;

  constructor(value: unknown, path: readonly Key[], report: (path: readonly Key[], message: string) => void) {
    this.value = value;
    this.path = path;
    this.#report = report;
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  fault(message: string): undefined {
    this.#report(this.path, message);
    return undefined;
  }

  at(key: Key): Node {
    const own = typeof this.value === 'object' && this.value !== null && Object.hasOwn(this.value, key);
    const value = own ? (this.value as Record<Key, unknown>)[key] : undefined;
    return new Node(value, [...this.path, key], this.#report);
  }

  /** The first of several names that is there; of none, the first. */
  either(...keys: readonly string[]): Node {
    return keys.map((key) => this.at(key)).find((node) => node.isThere) ?? this.at(keys[0] as string);
  }

  entries(): [string, Node][] {
    if (!this.isThere) return [];
    if (isFields(this.value)) return Object.keys(this.value).map((key) => [key, this.at(key)]);
    this.fault('must be a mapping');
    return [];
  }

  items(): Node[] {
    if (!this.isThere) return [];
    if (Array.isArray(this.value)) return this.value.map((_, index) => this.at(index));
    this.fault('must be a list');
    return [];
  }

  text(): string | undefined {
    if (!this.isThere) return undefined;
    const { value } = this;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return this.fault('must be text');
  }

  needText(): string {
    if (!this.isThere) this.fault('is missing');
    return this.text() ?? '';
  }

  /** A list of texts; a single text is a list of one, split at commas. */
  texts(): string[] {
    if (typeof this.value === 'string') {
      return this.value
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '');
    }
    return this.items().map((item) => item.needText());
  }

  number(min: number, max: number): number | undefined {
    if (!this.isThere) return undefined;
    const value = Number(this.value);
    if (Number.isFinite(value) && value >= min && value <= max) return value;
    return this.fault(`must be a number from ${min} to ${max}`);
  }

  flag(): boolean | undefined {
    if (!this.isThere) return undefined;
    if (this.value === true || this.value === 'true') return true;
    if (this.value === false || this.value === 'false') return false;
    return this.fault('must be true or false');
  }

  pattern(): RegExp | undefined {
    const text = this.text();
    if (text === undefined || text === '') return undefined;
    try {
      return new RegExp(`^(?:${text})$`);
    } catch {
      return this.fault('is no regular expression');
    }
  }

  /** Names that are not understood are faults: what is ignored could be a lock. */
  only(known: readonly string[]): void {
    for (const [key, node] of this.entries()) if (!known.includes(key)) node.fault('is not supported');
  }
}
