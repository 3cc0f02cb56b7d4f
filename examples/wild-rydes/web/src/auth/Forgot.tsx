import { confirmResetPassword, resetPassword } from 'aws-amplify/auth';
import { useState } from 'react';
import { go } from '../route.ts';
import { Field, Form } from '../ui/Form.tsx';
import { Frame } from './Frame.tsx';

export const Forgot = ({ email, mailbox }: { readonly email?: string | undefined; readonly mailbox: string }) => {
  const [username, setUsername] = useState<string>();
  if (username === undefined) {
    const ask = async (fields: Readonly<Record<string, string>>) => {
      await resetPassword({ username: fields['email']! });
      setUsername(fields['email']);
    };
    return (
      <Frame title="Forgot the password?" lead="It happens to the best riders. A code helps.">
        <Form submit="Send me a code" act={ask}>
          <Field label="E-mail" name="email" type="email" autoComplete="username" value={email ?? ''} />
        </Form>
        <p className="aside">
          <a href="#/sign-in">Back to sign-in</a>
        </p>
      </Frame>
    );
  }
  const change = async ({ code, password }: Readonly<Record<string, string>>) => {
    await confirmResetPassword({ username, confirmationCode: code!, newPassword: password! });
    go('sign-in', { email: username });
  };
  return (
    <Frame title="A new password" lead={`The code is in the letter to ${username}.`}>
      <Form key="change" submit="Change the password" act={change}>
        <Field label="Code" name="code" autoComplete="one-time-code" code />
        <Field label="New password" name="password" type="password" autoComplete="new-password" />
      </Form>
      <p className="aside">
        <a href={`${mailbox}?to=${encodeURIComponent(username)}`} target="_blank" rel="noreferrer">
          Open the mailbox
        </a>
      </p>
    </Frame>
  );
};
