import { updateUserAttributes } from 'aws-amplify/auth';
import { useState } from 'react';
import type { Config } from '../config.ts';
import type { Rider } from '../rider.ts';
import { Field, Form, LanguageField } from '../ui/Form.tsx';
import { AllowedPanel } from './AllowedPanel.tsx';
import { Photo } from './Photo.tsx';

export const ProfilePage = (props: {
  readonly config: Config;
  readonly rider: Rider;
  readonly changed: () => Promise<void>;
}) => {
  const { config, rider, changed } = props;
  const [saved, setSaved] = useState(false);
  const save = async ({ name, locale }: Readonly<Record<string, string>>) => {
    setSaved(false);
    await updateUserAttributes({ userAttributes: { name: name!, locale: locale! } });
    await changed();
    setSaved(true);
  };
  return (
    <main className="profile">
      <section className="card person" aria-label="You">
        <Photo config={config} picture={rider.picture} changed={changed} />
        <h1>{rider.name}</h1>
        <p className="lead">{rider.email}</p>
        <Form submit="Save" act={save}>
          <Field label="Name" name="name" autoComplete="name" value={rider.name} />
          <LanguageField value={rider.locale} />
        </Form>
        <p role="status" className="said">
          {saved && 'Saved in the pool.'}
        </p>
      </section>
      <AllowedPanel config={config} />
    </main>
  );
};
