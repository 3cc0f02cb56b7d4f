import { confirmSignUp, resendSignUpCode } from 'aws-amplify/auth';
import { useState } from 'react';
import { go } from '../route.ts';
import { Field, Form, wordsOf } from '../ui/Form.tsx';
import { Frame } from './Frame.tsx';

export const Confirm = ({ email, mailbox }: { readonly email: string; readonly mailbox: string }) => {
  const [said, say] = useState<string>();
  const confirm = async ({ code }: Readonly<Record<string, string>>) => {
    await confirmSignUp({ username: email, confirmationCode: code! });
    go('sign-in', { email, welcome: '1' });
  };
  const resend = () =>
    resendSignUpCode({ username: email }).then(
      () => say('A new code is on its way.'),
      (error: unknown) => say(wordsOf(error)),
    );
  return (
    <Frame title="Six digits" lead={`They are in the letter that went to ${email}.`}>
      <Form submit="Open the stable door" act={confirm}>
        <Field label="Code" name="code" autoComplete="one-time-code" code />
      </Form>
      <p className="aside">
        <a href={`${mailbox}?to=${encodeURIComponent(email)}`} target="_blank" rel="noreferrer">
          Open the mailbox
        </a>
        <button type="button" className="quiet" onClick={resend}>
          Send another code
        </button>
      </p>
      <p role="status" className="said">
        {said}
      </p>
    </Frame>
  );
};
