/**
 * A kind of resource: what CloudFormation calls its type, as data and the calls that make, change and remove one. What
 * a kind knows ends here: order, plans, records and undoing are stack/.
 */
import { loadFacts, memberShapeName, type ServiceName, structureOf } from '../../aws/model/model.ts';
import type { Call } from '../client/api.ts';
import type { DynamoDb, S3 } from '../client/backends.ts';
import { isGone } from '../client/error.ts';
import type { Fields, Value } from '../template/node.ts';

export interface Property {
  /** What a change of it takes; in place unless it says otherwise. `refused`: it cannot change at all. */
  readonly update?: 'replace' | 'refused';
  readonly required?: boolean;
  /** A shape of the service's facts. */
  readonly shape?: { readonly service: ServiceName; readonly name: string };
  readonly type?: 'text' | 'number' | 'flag' | 'texts' | 'fields' | 'list' | 'any';
  /** Why it cannot be given. */
  readonly unsupported?: string;
  /** Why it has no effect; it is told, not refused. */
  readonly ignored?: string;
  readonly secret?: boolean;
}

export type Properties = { readonly [name: string]: Property };

/** A resource that exists. */
export interface Made {
  /** CloudFormation's physical id; what Ref gives. */
  readonly id: string;
  readonly attributes: Fields;
}

export interface FunctionFolder {
  /** Keeps what stood there until the run has ended. */
  write(name: string, files: FunctionFiles): Promise<void>;
  /** Puts back what stood before this run's write. */
  restore(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  exists(name: string): Promise<boolean>;
}

export interface FunctionFiles {
  /** Path within the function's folder to content. */
  readonly files?: ReadonlyMap<string, string>;
  /** A folder whose content is the code. */
  readonly folder?: string;
  /** A folder with node_modules for inline code. */
  readonly modules?: string | undefined;
}

/** What kinds may use. */
export interface Tools {
  readonly call: Call;
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly dynamodb?: DynamoDb | undefined;
  readonly s3?: S3 | undefined;
  readonly functions?: FunctionFolder | undefined;
  /** Is there a place for the gateway's documents? */
  readonly hasGateway: boolean;
  /** Where inline code finds its modules. */
  readonly modules?: string | undefined;
  /** Variables that every function gets. */
  readonly functionEnvironment: Fields;
  /** Folders of local code are relative to it. */
  readonly templateFolder: string;
  /** Code of CDK assets by the name that the template gives it. */
  asset(key: string): string | undefined;
  issuerOf(poolId: string): Promise<string>;
  note(text: string): void;
}

export interface Step {
  readonly tools: Tools;
  readonly logicalId: string;
  readonly type: string;
  /** As the APIs take them, with the name filled in. */
  readonly properties: Fields;
}

export interface Kind {
  readonly type: string;
  readonly properties: Properties;
  /** Of Fn::GetAtt. `*`: any. */
  readonly attributes: readonly string[];
  readonly secretAttributes?: readonly string[];
  /** The property that bears the physical name; one is made up where the template has none. */
  readonly name?: { readonly property: string; readonly pattern?: 'bucket' | 'any'; readonly max?: number };
  readonly needs?: 'dynamodb' | 's3' | 'functions' | 'gateway';
  /** A type that is a note to somebody else. */
  readonly ignored?: string;
  /** Rules beyond the properties' own; answers complaints. */
  check?(properties: Fields): readonly string[];
  create(step: Step): Promise<Made>;
  /** What belongs to it and is made after it; also after each update, with what was before. */
  settle?(step: Step & { readonly made: Made; readonly before: Fields | undefined }): Promise<void>;
  update?(step: Step & { readonly made: Made; readonly before: Fields }): Promise<Made | undefined>;
  remove(step: Step & { readonly made: Made }): Promise<void>;
  /** Puts back what an update of this run changed, where an update to the old properties would not do. */
  undo?(step: Step & { readonly made: Made }): Promise<void>;
  /** One that a run made which ended before it could write that down. `since`: milliseconds. */
  find?(step: Step & { readonly since: number }): Promise<Made | undefined>;
}

/** The properties that are members of an operation's input. */
export const membersOf = (
  service: ServiceName,
  operation: string,
  options: {
    readonly only?: readonly string[];
    readonly omit?: readonly string[];
    readonly replace?: readonly string[];
    readonly secret?: readonly string[];
    readonly optional?: readonly string[];
  } = {},
): Properties => {
  const facts = loadFacts(service);
  const { members, required = [] } = structureOf(facts, facts.operations[operation]?.input ?? '');
  const { only, omit = [], replace = [], secret = [], optional = [] } = options;
  return Object.fromEntries(
    Object.entries(members)
      .filter(([name]) => (only === undefined || only.includes(name)) && !omit.includes(name))
      .map(([name, member]) => [
        name,
        {
          shape: { service, name: memberShapeName(member) },
          required: required.includes(name) && !optional.includes(name),
          ...(replace.includes(name) && { update: 'replace' as const }),
          ...(secret.includes(name) && { secret: true }),
        },
      ]),
  );
};

export const text = (rule: Omit<Property, 'type'> = {}): Property => ({ type: 'text', ...rule });
export const any = (rule: Omit<Property, 'type'> = {}): Property => ({ type: 'any', ...rule });

export const pick = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name] as Value]])));

export const omit = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

export const string = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

export const strings = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Passes over what is gone already. */
export const unlessGone = async (act: () => Promise<unknown>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
};

/** What an API says of a moment: seconds, or text. */
export const momentOf = (value: unknown): number =>
  typeof value === 'number' ? value * 1000 : Date.parse(string(value)) || 0;

/** Objects may bear a moment in whole seconds, and clocks differ a little. */
const SKEW_MS = 5_000;
export const isSince = (value: unknown, since: number): boolean => momentOf(value) >= since - SKEW_MS;

/** Every page of a list. */
export async function* pagesOf(
  next: (token: string | undefined) => Promise<{ readonly items: unknown; readonly token: unknown }>,
): AsyncGenerator<Record<string, unknown>> {
  let token: string | undefined;
  do {
    const page = await next(token);
    yield* (page.items ?? []) as Record<string, unknown>[];
    token = page.token === undefined || page.token === '' ? undefined : string(page.token);
  } while (token !== undefined);
}
