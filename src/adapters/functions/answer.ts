import { FunctionFailed } from '../../core/ports.ts';

/** A function's answer that came over the network. */
export const parseAnswer = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    throw new FunctionFailed('invalid-answer', {}, { cause: error });
  }
};
