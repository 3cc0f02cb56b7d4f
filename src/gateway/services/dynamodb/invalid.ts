import { ServiceRefused } from '../refused.ts';

export const invalid = (message: string): ServiceRefused => new ServiceRefused('ValidationException', 400, message);
