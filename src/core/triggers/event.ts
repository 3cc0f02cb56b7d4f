/** What every trigger event has in common (developer guide, "Customizing user pool workflows with Lambda triggers"). */
import type { Client } from '../clients/client.ts';
import type { Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';

export type Metadata = Readonly<Record<string, string>>;

/** Where a request came from, as far as functions hear of it. */
export interface TriggerCaller {
  readonly pool: Pool;
  /** Absent for administrators' requests, which name no client. */
  readonly client?: Pick<Client, 'id'> | undefined;
  /** ClientMetadata, where the operation passes it on under that name. */
  readonly clientMetadata?: Metadata | undefined;
  /** ValidationData, and the ClientMetadata of InitiateAuth, which reaches functions under this name. */
  readonly validationData?: Metadata | undefined;
}

export interface TriggerEvent {
  readonly version: string;
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: object;
  readonly response: object;
}

/** What Cognito says of requests by HTTP clients that are none of its older SDKs. */
const SDK_VERSION = 'aws-sdk-unknown-unknown';
const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE';

export interface EventParts {
  readonly source: string;
  readonly userName: string;
  readonly request: object;
  readonly response: object;
  /** `1` unless given. */
  readonly version?: string;
}

export const triggerEvent = ({ pool, client }: TriggerCaller, parts: EventParts): TriggerEvent => ({
  version: parts.version ?? '1',
  triggerSource: parts.source,
  region: pool.region,
  userPoolId: pool.id,
  userName: parts.userName,
  callerContext: { awsSdkVersion: SDK_VERSION, clientId: client?.id ?? NO_CLIENT },
  request: parts.request,
  response: parts.response,
});

/** Every attribute, whatever the client may read: functions act for the pool's owner. */
export const eventAttributes = ({ sub, status, attributes }: User): Record<string, string> => ({
  sub,
  'cognito:user_status': status,
  ...attributes,
});

/** The member is absent where the request brought none. */
export const metadataOf = ({ clientMetadata }: TriggerCaller): { clientMetadata?: Metadata } =>
  clientMetadata ? { clientMetadata } : {};
