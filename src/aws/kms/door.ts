/**
 * The key service behind codes for custom senders: `TrentService` in AWS JSON 1.1, SigV4 for `kms`. It is no Cognito API,
 * so no model describes it, and it knows only the keys that Poolhouse manages.
 */
import type { Core } from '../../core/core.ts';
import { ServiceError } from '../../core/errors.ts';
import type { Answer } from '../answer.ts';
import type { Callers } from '../callers/caller.ts';
import { infoOf, type Peer } from '../dispatch.ts';
import { AwsError, internalError } from '../errors.ts';
import { json11 } from '../protocols/json-1.1.ts';
import type { WireError } from '../protocols/protocol.ts';
import { bodyLimit, readBody } from '../read-body.ts';
import { KmsError } from './errors.ts';
import { fieldsOf } from './input.ts';
import { KMS_OPERATIONS } from './operations.ts';

export interface KmsDoorParts {
  readonly core: Pick<Core, 'clock' | 'store' | 'sealer' | 'random' | 'log'>;
  readonly callers: Pick<Callers, 'signed'>;
  readonly operatorAccount: string;
}

const TARGET = 'TrentService.';

export const isKmsRequest = (request: Request): boolean =>
  request.headers.get('x-amz-target')?.startsWith(TARGET) ?? false;

export const createKmsDoor =
  (parts: KmsDoorParts) =>
  async (request: Request, peer: Peer): Promise<Answer> => {
    peer.door = 'aws';
    try {
      return await answer(parts, request, peer);
    } catch (error) {
      const wire = wireOf(error, parts.core, peer);
      peer.errorCode = wire.code;
      return json11.encodeError(wire, peer.id);
    }
  };

const answer = async (
  { core, callers, operatorAccount }: KmsDoorParts,
  request: Request,
  peer: Peer,
): Promise<Answer> => {
  const body = await readBody(request, bodyLimit());
  const name = request.headers.get('x-amz-target')?.slice(TARGET.length) ?? '';
  const operation = Object.hasOwn(KMS_OPERATIONS, name) ? KMS_OPERATIONS[name] : undefined;
  if (!operation) throw new AwsError('UnknownOperationException', 'Unknown operation');
  peer.operation = `kms:${name}`;
  const caller = await callers.signed(request, body, 'kms');
  const info = infoOf(request, peer);
  const output = await operation({ core, caller, info, operatorAccount, input: fieldsOf(json11.parse(body, request)) });
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': peer.id,
    'cache-control': 'no-store',
  };
  return { status: 200, headers, body: JSON.stringify(output) };
};

const wireOf = (error: unknown, { log }: Pick<Core, 'log'>, peer: Peer): WireError => {
  if (error instanceof KmsError || error instanceof AwsError) {
    return { code: error.code, message: error.message, status: error.status };
  }
  if (error instanceof ServiceError) return { code: error.code, message: error.message, status: 400 };
  log.error({ requestId: peer.id, operation: peer.operation, err: error }, 'request failed');
  return internalError();
};
