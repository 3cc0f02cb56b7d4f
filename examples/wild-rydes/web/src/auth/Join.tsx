import { signUp } from 'aws-amplify/auth';
import { useId } from 'react';
import { go } from '../route.ts';
import { Field, Form, LanguageField } from '../ui/Form.tsx';
import { Frame } from './Frame.tsx';

export const Join = () => {
  const promise = useId();
  const join = async ({ name, email, password, locale, kind }: Readonly<Record<string, string>>) => {
    await signUp({
      username: email!,
      password: password!,
      options: {
        userAttributes: { email: email!, name: name!, locale: locale! },
        // For the pre sign-up function alone: nobody stores it.
        validationData: { promise: kind ? 'kind' : 'none' },
      },
    });
    go('confirm', { email: email! });
  };
  return (
    <Frame title="Join the riders" lead="A name, an address, and a promise.">
      <Form submit="Join" act={join}>
        <Field label="Name" name="name" autoComplete="name" />
        <Field label="E-mail" name="email" type="email" autoComplete="username" />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 8 characters, among them a capital, a small letter and a digit."
        />
        <LanguageField />
        <div className="tick">
          <input id={promise} type="checkbox" name="kind" />
          <label htmlFor={promise}>I promise to be kind to the unicorns.</label>
        </div>
      </Form>
      <p className="aside">
        Already riding? <a href="#/sign-in">Sign in</a>
      </p>
    </Frame>
  );
};
