/**
 * Refusals as AWS's JSON services write them.
 * Source: Smithy, "AWS JSON 1.0 protocol"; DynamoDB developer guide, "Error handling".
 */
import { AccessDenied } from '../../core/credentials/denied.ts';
import { SignatureRefused } from '../../core/credentials/signature/refused.ts';
import type { WholeAnswer } from './exchange.ts';
import { ServiceRefused, ServiceUnreachable } from './refused.ts';

export interface JsonError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Undefined: a defect. */
export const jsonError = (error: unknown): JsonError | undefined => {
  if (error instanceof ServiceRefused) return { status: error.status, code: error.code, message: error.message };
  if (error instanceof AccessDenied) return { status: 400, code: 'AccessDeniedException', message: error.message };
  if (error instanceof SignatureRefused) return { status: 400, code: error.code, message: error.message };
  if (error instanceof ServiceUnreachable) {
    const message = 'The service behind the gateway does not answer. Please try again.';
    return { status: 503, code: 'ServiceUnavailable', message };
  }
  return undefined;
};

export const INTERNAL: JsonError = {
  status: 500,
  code: 'InternalServerError',
  message: 'The request processing has failed because of an unknown error, exception or failure.',
};

export const jsonErrorResponse = ({ status, code, message }: JsonError, id: string, type: string): WholeAnswer => {
  const body = {
    __type: `com.amazon.coral.service#${code}`,
    message,
    ...(code === 'AccessDeniedException' && { Message: message }),
  };
  return {
    status,
    headers: { 'content-type': type, 'x-amzn-requestid': id, 'x-amzn-errortype': code },
    body: JSON.stringify(body),
  };
};
