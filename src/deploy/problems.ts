/** What is wrong with a template, named by file and line, so that an editor jumps there. */

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly at?: Place | undefined;
  readonly message: string;
}

/** Everything that is wrong, found before anything is touched. */
export class TemplateError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(printProblem).join('\n'));
    this.name = 'TemplateError';
    this.problems = problems;
  }
}

/** A deployment that cannot go on for a reason outside of the template. The message is for the operator. */
export class DeployFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DeployFailed';
  }
}

export const printPlace = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

export const printProblem = ({ at, message }: Problem): string =>
  at === undefined ? message : `${printPlace(at)}: ${message}`;

/** @throws TemplateError with one problem */
export const refuse = (at: Place | undefined, message: string): never => {
  throw new TemplateError([{ at, message }]);
};

/** Runs every part and gathers what each complains of. @throws TemplateError */
export const gather = <T>(items: Iterable<T>, act: (item: T) => void): void => {
  const problems: Problem[] = [];
  for (const item of items) {
    try {
      act(item);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new TemplateError(problems);
};
