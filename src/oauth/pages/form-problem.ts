import type { TextKey } from '../views/texts/index.ts';

/** What a page itself finds wrong in its form; said above the form, which is shown again. */
export class FormProblem extends Error {
  readonly key: TextKey;

  constructor(key: TextKey) {
    super(key);
    this.name = 'FormProblem';
    this.key = key;
  }
}
