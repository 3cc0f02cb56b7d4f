/**
 * Calls a trigger's function and says in Cognito's words what went wrong. Nothing passes without a whole answer.
 * Limits: developer guide, "Things to know about Lambda triggers" (five seconds, three tries).
 */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { FunctionFailed } from '../ports.ts';
import { type Answer, isObject, unrecognizable } from './answer.ts';
import type { TriggerName } from './config.ts';
import { type EventParts, type TriggerCaller, type TriggerEvent, triggerEvent } from './event.ts';

export type TriggerCore = Pick<Core, 'functions'>;

const TIMEOUT_MS = 5_000;
const TRIES = 3;

export interface TriggerCall extends EventParts {
  readonly trigger: TriggerName;
  readonly arn: string;
}

/**
 * The `response` of the event that the function gives back. Throws UserLambdaValidationException (the function failed),
 * UnexpectedLambdaException (it did not answer), InvalidLambdaResponseException.
 */
export const invokeTrigger = async (core: TriggerCore, caller: TriggerCaller, call: TriggerCall): Promise<Answer> => {
  const answer = await calling(core, call, triggerEvent(caller, call));
  if (!isObject(answer)) throw invalidJson();
  const response = answer['response'];
  if (!isObject(response)) throw unrecognizable();
  return response;
};

const calling = async (core: TriggerCore, { trigger, arn }: TriggerCall, event: TriggerEvent): Promise<unknown> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await core.functions.invoke({ arn, event, timeoutMs: TIMEOUT_MS, trigger });
    } catch (error) {
      if (!(error instanceof FunctionFailed)) throw error;
      if (attempt === TRIES || !mayAnswerYet(error)) throw inWords(trigger, error);
    }
  }
};

/** A function that failed has answered, and one that is out of reach was tried by its adapter: only silence is left. */
const mayAnswerYet = ({ kind }: FunctionFailed): boolean => kind === 'timeout';

const inWords = (trigger: TriggerName, error: FunctionFailed): ServiceError => {
  switch (error.kind) {
    case 'error':
      return new ServiceError(
        'UserLambdaValidationException',
        `${trigger} failed with error ${error.errorMessage ?? error.errorType ?? 'Unknown error'}.`,
        { cause: error },
      );
    case 'timeout':
      return unexpected(trigger, 'Socket timeout while invoking Lambda function', error);
    case 'unavailable':
      return unexpected(trigger, error.errorType ?? 'ServiceException', error);
    case 'invalid-answer':
      return invalidJson();
  }
};

const unexpected = (trigger: TriggerName, why: string, cause: FunctionFailed) =>
  new ServiceError('UnexpectedLambdaException', `${trigger} invocation failed due to error ${why}.`, { cause });

const invalidJson = () =>
  new ServiceError('InvalidLambdaResponseException', 'Invalid lambda function output : Invalid JSON');
