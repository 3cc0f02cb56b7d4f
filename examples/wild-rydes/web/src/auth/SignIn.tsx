import { signIn } from 'aws-amplify/auth';
import { go } from '../route.ts';
import { Field, Form } from '../ui/Form.tsx';
import { Frame } from './Frame.tsx';

export const SignIn = ({ email = '', welcome }: { readonly email?: string | undefined; readonly welcome: boolean }) => {
  const enter = async ({ email: username, password }: Readonly<Record<string, string>>) => {
    const { nextStep } = await signIn({ username: username!, password: password! });
    if (nextStep.signInStep === 'DONE') return go('ride');
    if (nextStep.signInStep === 'CONFIRM_SIGN_UP') return go('confirm', { email: username! });
    if (nextStep.signInStep === 'RESET_PASSWORD') return go('forgot', { email: username! });
    throw new Error(`This app does not know the step ${nextStep.signInStep}.`);
  };
  return (
    <Frame
      title={welcome ? 'You are in' : 'Welcome back'}
      lead={
        welcome ? 'Your address is confirmed. Sign in and pick a meadow.' : 'Somebody has been waiting at the gate.'
      }
    >
      <Form submit="Sign in" act={enter}>
        <Field label="E-mail" name="email" type="email" autoComplete="username" value={email} />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
      </Form>
      <p className="aside">
        <a href="#/forgot">Forgot the password?</a>
        <a href="#/join">Join the riders</a>
      </p>
    </Frame>
  );
};
