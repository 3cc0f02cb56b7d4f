/** How a sign-in begins. */
import type { AuthCore, Door, Given, SignIn } from '../sign-in.ts';
import type { SignInFlow } from '../state.ts';

export interface Flow {
  /**
   * Finds who signs in, and proves at once what the flow brings along. `session`: of a sign-up that was confirmed just
   * now. Throws what Cognito answers.
   */
  begin(core: AuthCore, door: Door, flow: SignInFlow, given: Given, session?: string): Promise<SignIn>;
}
