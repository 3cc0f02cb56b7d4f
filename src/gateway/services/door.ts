/**
 * The services behind the gateway: a door within its door.
 *
 * A request is for the service that its credential scope names, and only where one of that name is configured. A
 * preflight is signed by nobody: it is for the service whose headers it announces. Bodies stream: nothing may have read
 * of a request before, and nothing bounds it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestFacts } from '../../server/request-env.ts';
import { preflight } from './cors.ts';
import { createDynamoDb } from './dynamodb/service.ts';
import { type Answered, type Exchange, writeAnswer } from './exchange.ts';
import { incomingOf } from './incoming.ts';
import { type Service, type ServicesOptions, serviceNamed } from './options.ts';
import { createOther } from './other/service.ts';
import { createS3Preflight } from './s3/preflight.ts';
import { createS3, type ServicesCore } from './s3/service.ts';

export type { ServicesOptions } from './options.ts';

export interface ServicesDoor {
  /** Decides by the head alone. */
  claims(incoming: IncomingMessage): boolean;
  handle(incoming: IncomingMessage, outgoing: ServerResponse, facts: RequestFacts): void;
}

type Answer = (exchange: Exchange) => Promise<Answered>;

/** `[key]/[date]/[region]/[service]/aws4_request`, of the header or of a presigned URL. */
const HEADER_SCOPE = /^AWS4-HMAC-SHA256\s.*?\bCredential=[^/,\s]+\/\d+\/[^/,\s]+\/([a-z0-9-]+)\/aws4_request/;
const QUERY_SCOPE = /[?&]X-Amz-Credential=[^&]*?(?:%2F|\/)([a-z0-9-]+)(?:%2F|\/)aws4_request(?:&|$)/i;

/** As the credential scope says, its signature unchecked. */
const scopedService = (authorization: string | undefined, target: string): string | undefined =>
  (authorization === undefined ? QUERY_SCOPE.exec(target) : HEADER_SCOPE.exec(authorization))?.[1]?.toLowerCase();

export const createServicesDoor = (core: ServicesCore, options: ServicesOptions): ServicesDoor => {
  const answers = new Map<string, Answer>();
  const remembered = (key: string, make: () => Answer): Answer => {
    const answer = answers.get(key) ?? make();
    answers.set(key, answer);
    return answer;
  };
  const answerOf = (service: Service): Answer => {
    const make = { s3: createS3, dynamodb: createDynamoDb }[service.name] ?? createOther;
    return remembered(service.name, () => make(core, service, options));
  };
  const preflightOf = (service: Service): Answer =>
    service.cors === 'backend'
      ? remembered(`preflight ${service.name}`, () => createS3Preflight(core, service, options))
      : async (exchange) => preflight(service, incomingOf(exchange));
  return {
    claims: (incoming) => serviceFor(incoming, options) !== undefined,
    handle(incoming, outgoing, facts) {
      const service = serviceFor(incoming, options);
      if (service === undefined) throw new Error('a request that was not claimed');
      facts.door = 'services';
      const exchange: Exchange = { incoming, outgoing, facts };
      const answer = incoming.method === 'OPTIONS' ? preflightOf(service) : answerOf(service);
      answer(exchange).then(
        (answered) => answered !== 'sent' && writeAnswer(exchange, answered),
        (error: unknown) => {
          core.log.error({ err: error, requestId: facts.id }, 'a service behind the gateway failed');
          outgoing.destroy();
        },
      );
    },
  };
};

const serviceFor = (incoming: IncomingMessage, options: ServicesOptions): Service | undefined => {
  const { authorization } = incoming.headers;
  const target = incoming.url ?? '';
  if (incoming.method !== 'OPTIONS') return named(options, scopedService(authorization, target));
  const service = named(options, announced(incoming, target));
  return service?.cors === 'backend' && service.name !== 's3' ? undefined : service;
};

const named = (options: ServicesOptions, name: string | undefined): Service | undefined =>
  name === undefined ? undefined : serviceNamed(options, name);

/** What SDKs announce: a DynamoDB call its target; an S3 call the hash of its body; a presigned URL says it itself. */
const announced = ({ headers }: IncomingMessage, target: string): string | undefined => {
  const presigned = scopedService(undefined, target);
  if (presigned !== undefined) return presigned;
  const names = (headers['access-control-request-headers'] ?? '').toLowerCase().split(/\s*,\s*/);
  if (names.includes('x-amz-target')) return 'dynamodb';
  return names.includes('x-amz-content-sha256') && names.includes('x-amz-date') ? 's3' : undefined;
};
