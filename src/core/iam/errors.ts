/** What IAM says when something is not there, or there already. */
import { ServiceError } from '../errors.ts';

export const noSuchEntity = (message: string) => new ServiceError('NoSuchEntityException', message);
export const alreadyExists = (message: string) => new ServiceError('EntityAlreadyExistsException', message);
export const deleteConflict = (what: string) =>
  new ServiceError('DeleteConflictException', `Cannot delete entity, must ${what} first.`);
export const invalidInput = (message: string) => new ServiceError('InvalidInputException', message);
