import { invalidParameter } from '../errors.ts';

/** CUSTOM_AUTH is made of functions; without one of them it cannot go on. */
export const missingTrigger = () => invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
