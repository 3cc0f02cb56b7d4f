/** Which place an ARN's function has: the first pattern that fits decides, then the Lambda endpoint, if there is one. */
import type { FunctionRoute, FunctionTarget } from '../../config/functions.ts';
import type { FunctionArn } from './arn.ts';

export type Router = (arn: FunctionArn) => FunctionTarget | undefined;

export const createRouter = (routes: readonly FunctionRoute[], lambdaEndpoint: string | undefined): Router => {
  const known = routes.map(({ pattern, target }) => ({ fits: matcher(pattern), target }));
  const fallback: FunctionTarget | undefined = lambdaEndpoint
    ? { kind: 'lambda', endpoint: lambdaEndpoint }
    : undefined;
  return (arn) => known.find(({ fits }) => fits(arn))?.target ?? fallback;
};

/** A pattern with a colon is for whole ARNs, with or without their qualifier. */
const matcher = (pattern: string): ((arn: FunctionArn) => boolean) => {
  const escaped = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  const whole = new RegExp(`^${escaped.join('.*')}$`);
  if (!pattern.includes(':')) return ({ name }) => whole.test(name);
  return ({ arn }) => whole.test(arn) || whole.test(arn.split(':').slice(0, 7).join(':'));
};
