import type { Group } from './group.ts';

/** The role of the group that wins; none when several groups tie for that with different roles. By precedence. */
export const preferredRole = (groups: readonly Group[]): string | undefined => {
  const [best, ...others] = groups.filter(({ roleArn }) => roleArn !== undefined);
  const rivals = others.filter(({ precedence }) => precedence === best?.precedence);
  return rivals.some(({ roleArn }) => roleArn !== best?.roleArn) ? undefined : best?.roleArn;
};
