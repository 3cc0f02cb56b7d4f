/** The managed policies of AWS that can be named here. They belong to no account and never change. */
import type { ManagedPolicy } from './records.ts';

export const managedPolicyOfAws = (_arn: string): ManagedPolicy | undefined => undefined;
